import type { SaverView } from './form-saver.ts';
import { Failure } from './Failure.tsx';
import { isPassing } from './error-rules.ts';
import { useWords } from './language.tsx';

/** Whether all that was typed has arrived; told to screen readers too. */
export function SaveIndicator({ view, save }: { view: SaverView; save: () => void }) {
  const { t, clock } = useWords();
  const { saving, savedAt, failure, unsent, refused } = view;
  const isLeft = Object.keys(unsent).length > 0;
  const words = () => {
    if (saving) return t('save.saving');
    if (failure && isPassing(failure)) return t('save.unsent');
    if (isLeft && Object.keys(unsent).some((field) => field in refused)) return t('save.refused');
    if (isLeft) return t('save.waiting');
    return savedAt ? t('save.saved', { time: clock(savedAt) }) : '';
  };
  const state = saving ? 'saving' : failure ? 'bad' : isLeft ? 'open' : 'saved';
  return (
    <div className="saver">
      <p className={`save-state save-${state}`} role="status">
        {words()}
      </p>
      {failure && !isPassing(failure) && <Failure failure={failure} />}
      {failure && (
        <button className="button button-small" type="button" onClick={save}>
          {t('save.now')}
        </button>
      )}
    </div>
  );
}
