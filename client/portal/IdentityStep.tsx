import { ChoiceBox, LineBox } from './boxes.tsx';
import { DateBoxes } from './DateBoxes.tsx';
import { useOpenForm } from './form-context.ts';
import { useWords } from './language.tsx';
import { NikHelp } from './NikHelp.tsx';
import { NumberBox } from './NumberBox.tsx';
import { useField } from './use-field.tsx';

/** Who: the numbers of the cards, and birth as on the KTP. */
export function IdentityStep() {
  const { t } = useWords();
  const { view } = useOpenForm();
  const birthDate = useField('birthDate');
  return (
    <>
      <p className="note">{t('form.nameFixed', { name: view.submission.form.fullName })}</p>
      <NumberBox field="nik" hint={t('hint.nik')} />
      <LineBox {...useField('birthPlace')} hint={t('hint.birthPlace')} maxLength={60} />
      <DateBoxes {...birthDate} hint={t('hint.birthDate')} />
      <ChoiceBox
        {...useField('sex')}
        choices={[
          ['L', t('sex.L')],
          ['P', t('sex.P')],
        ]}
      />
      <NikHelp />
      <NumberBox field="kkNumber" hint={t('hint.kkNumber')} />
    </>
  );
}
