import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { FORM_FIELDS } from '../submissions/form/form-body.ts';
import { useCounter, useCounterState, useMoment } from './counter-context.ts';
import type { ViewItem } from './counter-state.ts';
import type { Say } from './counter-words.ts';

const ENUMS: Record<string, string> = {
  ...{ sex: 'sex', educationLevel: 'education', employmentStatus: 'employment' },
  ...{ proposer: 'proposer', luringReason: 'luringReason', channel: 'channel' },
};

function inWords(say: Say, name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '✓' : '–';
  const branch = ENUMS[name];
  return branch ? say(`enums.${branch}.${String(value)}`) : String(value);
}

/** The form on paper, for the folder of the office: printed once, and gone from the page after. */
export function PrintSheet({ item, onDone }: { item: ViewItem; onDone: () => void }) {
  const { say } = useCounter();
  const { desk } = useCounterState();
  const moment = useMoment();
  useEffect(() => {
    window.addEventListener('afterprint', onDone, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', onDone);
  }, [onDone]);
  const wave = desk?.waves.find(({ id }) => id === item.form['waveId'])?.name;
  const filled = FORM_FIELDS.filter(
    (name) => name !== 'waveId' && item.form[name] !== undefined && item.form[name] !== '',
  );
  return createPortal(
    <section className="paper">
      <h1>{say('counter.print.title', { seq: item.seq })}</h1>
      <p>
        {wave} · {say('counter.print.keyed', { at: moment(item.keyedAt) })}
      </p>
      <dl>
        {filled.map((name) => (
          <div key={name}>
            <dt>{say(`resources.submissions.fields.${name}`)}</dt>
            <dd>{inWords(say, name, item.form[name])}</dd>
          </div>
        ))}
      </dl>
    </section>,
    document.body,
  );
}
