import { useEffect, useState } from 'react';
import { emailProblem, resendIn } from './account-rules.ts';
import { Failure } from './Failure.tsx';
import { keep, readKept } from './kept.ts';
import { useWords } from './language.tsx';
import { asPortalError, call, type PortalError } from './portal-api.ts';

const SECOND_MS = 1000;

/** Milliseconds since the epoch, told each second while `running`. */
function useSeconds(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = window.setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => window.clearInterval(timer);
  }, [running]);
  return now;
}

/** Asks for another code, once a minute at most, as the server does. */
export function ResendCode({ email }: { email: string }) {
  const { t } = useWords();
  const [sentAt, setSentAt] = useState(() => Number(readKept('codeSentAt')) || null);
  const [done, setDone] = useState(false);
  const [failure, setFailure] = useState<PortalError | null>(null);
  const now = useSeconds(sentAt !== null);
  const seconds = resendIn(sentAt, now);
  const send = async () => {
    setFailure(null);
    try {
      await call('POST', 'resend', { email: email.trim() });
      keep('codeSentAt', String(Date.now()));
      setSentAt(Date.now());
      setDone(true);
    } catch (thrown) {
      setFailure(asPortalError(thrown));
    }
  };
  return (
    <>
      <Failure failure={failure} />
      <button
        className="button button-plain"
        type="button"
        disabled={seconds > 0 || emailProblem(email) !== null}
        onClick={() => void send()}
      >
        {seconds > 0 ? t('verify.againIn', { seconds }) : t('verify.again')}
      </button>
      <p role="status">{done && t('verify.sentAgain')}</p>
    </>
  );
}
