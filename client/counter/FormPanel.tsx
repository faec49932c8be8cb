import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { FORM_FIELDS, type FormValues } from '../submissions/form/form-body.ts';
import { firstForm, formProblems, isUntouched, nextForm } from './counter-form.ts';
import { useCounter, useCounterState } from './counter-context.ts';
import type { ViewItem } from './counter-state.ts';
import { FormFields } from './FormFields.tsx';
import { ItemGone } from './item-store.ts';
import { PhotoSlots } from './PhotoSlots.tsx';

const DRAFT_MS = 400;

interface Props {
  item: ViewItem | undefined;
  isEdit: boolean;
  onEditDone: () => void;
}

/** The NIKs that lie in the queue already, with the number of their form. */
function useOtherNiks(clientId: string): ReadonlyMap<string, number> {
  const { items } = useCounterState();
  const others = items.filter((item) => item.clientId !== clientId && item.seq > 0);
  return new Map(others.map(({ form, seq }) => [String(form['nik']), seq]));
}

/** Lays what is typed by, shortly after each pause. */
function useDraft(clientId: string, form: FormValues, isOn: boolean): void {
  const { controller } = useCounter();
  useEffect(() => {
    if (!isOn || isUntouched(form)) return;
    const timer = setTimeout(() => void controller.keepDraft(clientId, form), DRAFT_MS);
    return () => clearTimeout(timer);
  }, [controller, clientId, form, isOn]);
}

/** Enter goes on to the next field, as a typewriter does. */
function onEnter(event: KeyboardEvent<HTMLFormElement>): void {
  const from = event.target as HTMLElement;
  const isSaving = event.ctrlKey || event.metaKey;
  if (event.key !== 'Enter' || isSaving || !from.matches('input:not([type=file]), select')) return;
  event.preventDefault();
  const all = 'input:not([type=file]), select, button';
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>(all)];
  fields[fields.indexOf(from) + 1]?.focus();
}

/** Ctrl Enter saves from wherever the focus is, the camera and the reasons for discarding aside. */
function useSaveKey(save: () => void): void {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      if ((event.target as Element | null)?.closest?.('dialog, .queue')) return;
      event.preventDefault();
      latest.current();
    };
    // Caught on the way down: a select that has the focus would open on Enter.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}

function focusFirst(form: HTMLFormElement | null, name: string): void {
  form?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
}

/** A form's values and what becomes of them. */
function useFormSheet({ item, isEdit, onEditDone }: Props) {
  const { controller, say } = useCounter();
  const { desk } = useCounterState();
  const first = () =>
    item?.form ?? firstForm({ waveId: desk?.waves[0]?.id, regionCode: desk?.officeRegion ?? undefined });
  const [form, setForm] = useState<FormValues>(first);
  const [clientId, setClientId] = useState(() => item?.clientId ?? crypto.randomUUID());
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [told, setTold] = useState<{ text: string; bad: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const sheet = useRef<HTMLFormElement>(null);
  const otherNiks = useOtherNiks(clientId);
  useDraft(clientId, form, !isEdit && !busy);

  const restart = (next: FormValues) => {
    setForm(next);
    setClientId(crypto.randomUUID());
    setProblems({});
    focusFirst(sheet.current, 'fullName');
  };
  const keep = async () => {
    setBusy(true);
    try {
      if (!isEdit) await controller.keepDraft(clientId, form);
      const seq = await controller.save(clientId, form);
      setTold({ text: say('counter.form.saved', { seq }), bad: false });
      if (isEdit) onEditDone();
      else restart(nextForm(form));
    } catch (error) {
      const key = error instanceof ItemGone ? 'counter.form.gone' : 'counter.problems.overdue';
      if (!(error instanceof ItemGone) && (error as Error).message !== 'OVERDUE_ITEMS') throw error;
      setTold({ text: say(key), bad: true });
    } finally {
      setBusy(false);
    }
  };
  const save = () => {
    if (busy) return;
    const found = formProblems(form, otherNiks);
    setProblems(found);
    const names = Object.keys(found);
    setTold(names.length > 0 ? { text: say('counter.form.mend', { count: names.length }), bad: true } : null);
    if (names.length > 0) focusFirst(sheet.current, FORM_FIELDS.find((name) => name in found) ?? 'fullName');
    else void keep();
  };
  const clear = async () => {
    if (item && !isEdit) await controller.discard(item, '');
    setTold(null);
    restart(nextForm(form));
  };
  return { form, setForm, clientId, problems, told, busy, sheet, save, clear };
}

/** One paper form, keyed without leaving the keyboard. */
export function FormPanel(props: Props) {
  const { item, isEdit, onEditDone } = props;
  const { controller, say } = useCounter();
  const { form, setForm, clientId, problems, told, busy, sheet, save, clear } = useFormSheet(props);
  useSaveKey(save);
  const title = isEdit ? say('counter.form.edit', { seq: item?.seq ?? 0 }) : say('counter.form.new');
  const ready = () => (isEdit ? Promise.resolve() : controller.keepDraft(clientId, form));
  return (
    <form
      ref={sheet}
      className="sheet card"
      aria-label={title}
      noValidate
      onKeyDown={onEnter}
      onSubmit={(event) => event.preventDefault()}
    >
      <h2>{title}</h2>
      <FormFields values={form} problems={problems} onChange={setForm} />
      <PhotoSlots clientId={clientId} beforeKeeping={ready} />
      <footer>
        <button type="button" className="main" disabled={busy} onClick={save}>
          {say(isEdit ? 'counter.form.saveEdit' : 'counter.form.save')}
        </button>
        <button type="button" disabled={busy} onClick={isEdit ? onEditDone : () => void clear()}>
          {say(isEdit ? 'counter.form.cancel' : 'counter.form.clear')}
        </button>
        <span role="status" className={told?.bad ? 'told bad' : 'told'}>
          {told?.text ?? say('counter.form.keys')}
        </span>
      </footer>
    </form>
  );
}
