import { errorKey, errorPlaces } from './error-rules.ts';
import { useWords } from './language.tsx';
import type { PortalError } from './portal-api.ts';

/** A refusal in a sentence, with the id to quote when the server itself failed. */
export function Failure({ failure }: { failure: PortalError | null }) {
  const { t } = useWords();
  if (!failure) return null;
  const showsId = failure.requestId !== null && failure.status >= 500;
  return (
    <div className="note note-bad" role="alert">
      <p>{t(errorKey(failure), errorPlaces(failure))}</p>
      {showsId && <p className="small">{t('shell.requestId', { id: failure.requestId ?? '' })}</p>}
    </div>
  );
}
