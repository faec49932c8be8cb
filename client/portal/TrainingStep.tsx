import { LineBox } from './boxes.tsx';
import { useWords } from './language.tsx';
import { useField } from './use-field.tsx';

export function TrainingStep() {
  const { t } = useWords();
  return (
    <LineBox
      {...useField('desiredTraining')}
      hint={t('hint.desiredTraining')}
      lines={2}
      maxLength={120}
      optional
    />
  );
}
