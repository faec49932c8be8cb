import { useState, type ChangeEvent } from 'react';
import type { PackageRecord } from '@server/counter/counter-schema.ts';
import { ask } from './counter-api.ts';
import { useCounter, useCounterState, useMoment } from './counter-context.ts';
import type { MadePackage } from './package-export.ts';

function saveAs({ blob, fileName }: MadePackage): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

type Told =
  | { kind: 'made'; made: MadePackage }
  | { kind: 'imported'; record: PackageRecord }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'nothing' };

function Receipt({ record }: { record: PackageRecord }) {
  const { say } = useCounter();
  const moment = useMoment();
  const count = (outcome: string) => record.items.filter((item) => item.outcome === outcome).length;
  const counts = {
    ...{ received: count('received'), already: count('already') },
    ...{ draft: count('draft'), refused: count('refused') + count('discarded') },
  };
  return (
    <div role="status" className={`note ${counts.refused + counts.draft > 0 ? 'warn' : 'good'}`}>
      {record.repeated
        ? say('counter.package.repeated', { at: moment(record.importedAt) })
        : say('counter.package.done', counts)}
      <ul>
        {record.items
          .filter(({ code }) => code !== null)
          .map(({ clientId, seq, outcome, code, reasons }) => (
            <li key={clientId}>
              {say('counter.package.line', {
                seq,
                outcome: say(`counter.package.outcomes.${outcome}`),
                why: [code, ...reasons]
                  .map((one) => say(`blockers.${one}`, { _: say(`errors.${one}`, { _: one ?? '' }) }))
                  .join('; '),
              })}
            </li>
          ))}
      </ul>
    </div>
  );
}

function Outcome({ told }: { told: Told }) {
  const { say } = useCounter();
  if (told.kind === 'imported') return <Receipt record={told.record} />;
  if (told.kind === 'nothing') return <p className="note info">{say('counter.package.nothing')}</p>;
  if (told.kind === 'refused')
    return (
      <p role="alert" className="note error">
        {say(`errors.${told.code}`, { _: told.message })}
      </p>
    );
  const { packageId, clientIds } = told.made;
  const values = { id: packageId.slice(0, 8), count: clientIds.length };
  return (
    <p role="status" className="note good">
      {say('counter.package.made', values)}
    </p>
  );
}

/** Forms that travel by hand: make a package here, or take one in. */
export function PackageButtons({ unsent }: { unsent: number }) {
  const { controller, say } = useCounter();
  const { session, online } = useCounterState();
  const [told, setTold] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    const made = await controller.pack();
    if (made) saveAs(made);
    setTold(made ? { kind: 'made', made } : { kind: 'nothing' });
  };
  const take = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file) return;
    setBusy(true);
    const form = new FormData();
    form.set('file', file);
    const { body, code, message } = await ask<PackageRecord>('/counter/packages', { form });
    const refused = { kind: 'refused', code: code ?? 'NETWORK', message } as const;
    setTold(body ? { kind: 'imported', record: body } : refused);
    setBusy(false);
    target.value = '';
  };
  const isOut = session !== 'on' || !online;
  return (
    <>
      <button
        type="button"
        disabled={unsent === 0}
        title={say('counter.package.help')}
        onClick={() => void make()}
      >
        {say('counter.package.make')}
      </button>
      <label
        className={`button ${isOut || busy ? 'disabled' : ''}`}
        title={isOut ? say('counter.package.needsSession') : undefined}
      >
        {say(busy ? 'counter.package.importing' : 'counter.package.import')}
        <input
          type="file"
          name="package"
          accept=".loket"
          disabled={isOut || busy}
          onChange={(event) => void take(event)}
        />
      </label>
      {told && <Outcome told={told} />}
    </>
  );
}
