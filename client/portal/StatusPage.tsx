import { useEffect, useRef, useState } from 'react';
import type { StatusAnswer } from '@server/portal/portal-schema.ts';
import { LineBox } from './boxes.tsx';
import { birthDateProblem, isoDay } from './date-rules.ts';
import { DateBoxes } from './DateBoxes.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { asPortalError, call, PortalError } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { ReasonList } from './ReasonList.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { StageRoad } from './StageRoad.tsx';
import { useSmallForm } from './use-small-form.ts';

/** The shortest and longest number the API takes. */
const numberFits = (number: string) => number.length >= 8 && number.length <= 32;

/** The QR code of a receipt carries the number, and nothing else. */
const numberInAddress = () => new URLSearchParams(window.location.search).get('no') ?? '';

async function askStatus(registrationNo: string, birthDate: string): Promise<StatusAnswer> {
  try {
    return await call<StatusAnswer>('POST', 'status', { registrationNo, birthDate });
  } catch (thrown) {
    const error = asPortalError(thrown);
    if (error.status === 404) throw new PortalError(404, 'STATUS_NOT_FOUND');
    throw error;
  }
}

function StatusForm({ show }: { show: (answer: StatusAnswer) => void }) {
  const { t, today } = useWords();
  const form = useSmallForm({
    initial: { registrationNo: numberInAddress(), birthDate: '' },
    check: ({ registrationNo, birthDate }) => ({
      registrationNo: numberFits(registrationNo.trim()) ? null : 'problem.number',
      birthDate: problemKey(birthDateProblem(birthDate, today())),
    }),
    send: async ({ registrationNo, birthDate }) =>
      show(await askStatus(registrationNo.trim().toUpperCase(), isoDay(birthDate))),
  });
  const labels = { registrationNo: t('status.number'), birthDate: t('status.birthDate') };
  return (
    <SmallFormFrame form={form} labels={labels} prefix="status" send={t('status.send')}>
      <LineBox {...boxOf(form, labels, 'status', 'registrationNo')} hint={t('status.lead')} maxLength={32} />
      <DateBoxes {...boxOf(form, labels, 'status', 'birthDate')} hint={t('hint.birthDate')} />
    </SmallFormFrame>
  );
}

function Result({ answer, again }: { answer: StatusAnswer; again: () => void }) {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [answer]);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('status.result', { number: answer.registrationNo })}
      </h2>
      <p className="small">{answer.waveName}</p>
      <StageRoad stage={answer.stage} timeline={answer.timeline} />
      {answer.stage === 'mend' && <p className="note note-warn">{t('status.mend')}</p>}
      {answer.reasons.length > 0 && (
        <section>
          <h2>{t(answer.stage === 'mend' ? 'home.reasons' : 'home.refusedReasons')}</h2>
          <ReasonList reasons={answer.reasons} links={false} />
        </section>
      )}
      <button className="button button-plain" type="button" onClick={again}>
        {t('status.other')}
      </button>
    </>
  );
}

/** Where a registration stands, for whoever holds its number and birth date; no account needed. */
export function StatusPage() {
  const { t } = useWords();
  const [answer, setAnswer] = useState<StatusAnswer | null>(null);
  return (
    <Page title={t('status.title')}>
      {answer ? <Result answer={answer} again={() => setAnswer(null)} /> : <StatusForm show={setAnswer} />}
    </Page>
  );
}
