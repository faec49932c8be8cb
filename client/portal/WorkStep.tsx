import { ChoiceBox } from './boxes.tsx';
import { EDUCATION_CHOICES, EMPLOYMENT_CHOICES } from './choices.ts';
import { useWords } from './language.tsx';
import { useField } from './use-field.tsx';

export function WorkStep() {
  const { t } = useWords();
  return (
    <>
      <ChoiceBox
        {...useField('educationLevel')}
        choices={EDUCATION_CHOICES.map(([code, key]) => [code, t(key)] as const)}
      />
      <ChoiceBox
        {...useField('employmentStatus')}
        choices={EMPLOYMENT_CHOICES.map(([code, key]) => [code, t(key)] as const)}
      />
    </>
  );
}
