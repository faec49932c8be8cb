import { useCounter, useCounterState, useMoment } from './counter-context.ts';
import { ItemRow } from './ItemRow.tsx';
import { PackageButtons } from './PackageButtons.tsx';

function Receipts() {
  const { say } = useCounter();
  const { receipts } = useCounterState();
  const moment = useMoment();
  if (receipts.length === 0) return null;
  return (
    <section className="receipts">
      <h3>{say('counter.queue.receipts')}</h3>
      <ul>
        {receipts.map(({ clientId, seq, registrationNo, outcome, at }) => (
          <li key={clientId}>
            <b>{seq}</b>
            <span>{registrationNo ?? say(`counter.queue.outcomes.${outcome}`)}</span>
            <small>{moment(at)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the server does not have yet, and what became of the rest. */
export function QueuePanel({ onEdit }: { onEdit: (clientId: string) => void }) {
  const { controller, say } = useCounter();
  const { items, receipts, sending, session, online } = useCounterState();
  const moment = useMoment();
  const unsent = items.filter(({ seq }) => seq > 0);
  const last = receipts.find(({ outcome }) => outcome === 'sent');
  return (
    <aside className="queue card" aria-label={say('counter.queue.title')}>
      <header>
        <h2>{say('counter.queue.title')}</h2>
        <output className="count">{unsent.length}</output>
      </header>
      <p className="quiet">
        {last ? say('counter.queue.last', { at: moment(last.at) }) : say('counter.queue.never')}
      </p>
      <div className="row">
        <button
          type="button"
          className="main"
          disabled={sending || session !== 'on' || !online || unsent.length === 0}
          onClick={() => void controller.send()}
        >
          {say(sending ? 'counter.queue.sending' : 'counter.queue.send')}
        </button>
        <PackageButtons unsent={unsent.length} />
      </div>
      {unsent.length === 0 && <p className="quiet">{say('counter.queue.empty')}</p>}
      <ol className="items">
        {unsent.map((item) => (
          <ItemRow key={item.clientId} item={item} onEdit={onEdit} />
        ))}
      </ol>
      <Receipts />
    </aside>
  );
}
