import { useState, type FormEvent } from 'react';
import { maskNumber } from '@server/privacy/privacy-rules.ts';
import { useCounter } from './counter-context.ts';
import type { ViewItem } from './counter-state.ts';
import { PrintSheet } from './PrintSheet.tsx';

function Reasons({ item }: { item: ViewItem }) {
  const { say } = useCounter();
  if (!item.trouble) return null;
  const { code, message, reasons } = item.trouble;
  const named = (one: string) =>
    say(`blockers.${one}`, { _: say(`resources.submissions.fields.${one}`, { _: one }) });
  const others = reasons.filter((one) => one !== code).map(named);
  return (
    <div className="note error">
      <span>{say(`errors.${code}`, { _: message || code })}</span>
      {others.length > 0 && <span>{others.join('; ')}</span>}
      {item.submissionId !== null && <span>{say('counter.trouble.leaveHelp')}</span>}
    </div>
  );
}

function DiscardForm({ item, onCancel }: { item: ViewItem; onCancel: () => void }) {
  const { controller, say } = useCounter();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason')).trim();
    void controller.discard(item, reason);
  };
  return (
    <form className="discard" onSubmit={submit}>
      <label>
        {say('counter.trouble.discardReason')}
        <input name="reason" required minLength={5} maxLength={200} autoFocus autoComplete="off" />
      </label>
      <div className="row">
        <button type="submit" className="danger">
          {say('counter.trouble.discardDo')}
        </button>
        <button type="button" onClick={onCancel}>
          {say('counter.form.cancel')}
        </button>
      </div>
    </form>
  );
}

/** What a clerk may do about a form; once the server has it, the console is the place for its fields. */
function Acts({ item, onEdit }: { item: ViewItem; onEdit: (clientId: string) => void }) {
  const { controller, say } = useCounter();
  const [act, setAct] = useState<'none' | 'discard' | 'print'>('none');
  const isHere = item.submissionId === null;
  const refusedPhoto = item.photos.find(({ id }) => id === item.trouble?.photoId);
  if (act === 'discard') return <DiscardForm item={item} onCancel={() => setAct('none')} />;
  return (
    <div className="row acts">
      {isHere && (
        <button type="button" onClick={() => onEdit(item.clientId)}>
          {say('counter.trouble.edit')}
        </button>
      )}
      {item.state === 'conflict' && (
        <button type="button" onClick={() => void controller.retry(item.clientId)}>
          {say('counter.trouble.retry')}
        </button>
      )}
      {refusedPhoto && (
        <button
          type="button"
          onClick={() =>
            void controller
              .removePhoto(item.clientId, refusedPhoto.kind)
              .then(() => controller.retry(item.clientId))
          }
        >
          {say('counter.trouble.removePhoto')}
        </button>
      )}
      {!isHere && <a href={`/submissions/${item.submissionId}/show`}>{say('counter.trouble.open')}</a>}
      <button type="button" onClick={() => setAct('print')}>
        {say('counter.trouble.print')}
      </button>
      {item.state !== 'received' && (
        <button
          type="button"
          onClick={() => (isHere ? setAct('discard') : void controller.discard(item, ''))}
        >
          {say(isHere ? 'counter.trouble.discard' : 'counter.trouble.leave')}
        </button>
      )}
      {act === 'print' && <PrintSheet item={item} onDone={() => setAct('none')} />}
    </div>
  );
}

/** One form that the server does not have whole yet. */
export function ItemRow({ item, onEdit }: { item: ViewItem; onEdit: (clientId: string) => void }) {
  const { say } = useCounter();
  const { seq, state, form, photos, packages, age } = item;
  const [open, setOpen] = useState(false);
  const isOpen = open || state === 'conflict';
  const facts = [
    photos.length > 0 ? say('counter.queue.photos', { count: photos.length }) : say('counter.queue.noPhotos'),
    ...(packages.length > 0 ? [say('counter.queue.packed')] : []),
    ...(age === 'fresh' ? [] : [say(`counter.queue.ages.${age}`)]),
  ];
  return (
    <li className={`item ${state}`}>
      <button type="button" className="head" aria-expanded={isOpen} onClick={() => setOpen(!open)}>
        <b>{seq}</b>
        <span>
          {String(form['fullName'])}
          <small>
            {maskNumber(String(form['nik']))} · {facts.join(' · ')}
          </small>
        </span>
        <i>{say(`counter.queue.states.${state}`)}</i>
      </button>
      <Reasons item={item} />
      {isOpen && <Acts item={item} onEdit={onEdit} />}
    </li>
  );
}
