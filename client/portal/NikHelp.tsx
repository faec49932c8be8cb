import { useOpenForm } from './form-context.ts';
import { useWords } from './language.tsx';
import { nikSays } from './nik-help-rules.ts';
import { regionInWords } from './region-rules.ts';

/** Says back what the typed NIK holds, so that a slip of the thumb is seen at once. Warns, and never forbids. */
export function NikHelp() {
  const { t, today, calendarDay } = useWords();
  const { values, regions } = useOpenForm();
  const says = nikSays(values, today(), regions.regions);
  return (
    <div role="status">
      {says && (
        <div className={`note${says.warnings.length > 0 || !says.birthDate ? ' note-warn' : ''}`}>
          {says.birthDate && says.sex ? (
            <p>
              {t('nik.says', {
                date: calendarDay(says.birthDate),
                sex: t(`nik.sex${says.sex}`),
                region: regionInWords(regions.regions, says.regencyCode),
              })}
            </p>
          ) : (
            <p>{t('nik.unreadableDate')}</p>
          )}
          {says.warnings.map((code) => (
            <p key={code}>{t(`nik.${code}`)}</p>
          ))}
          {says.warnings.length === 0 && says.birthDate && <p>{t('nik.ask')}</p>}
        </div>
      )}
    </div>
  );
}
