import { useState } from 'react';
import { ChoiceBox, LineBox } from './boxes.tsx';
import { useOpenForm } from './form-context.ts';
import { useWords } from './language.tsx';
import { provinceOf, provincesIn, regenciesIn, titleCase, type Region } from './region-rules.ts';
import { useField } from './use-field.tsx';

const asChoices = (regions: readonly Region[]) =>
  regions.map(({ code, name }): [string, string] => [code, titleCase(name)]);

/** Province first, then what lies in it: five hundred names are no list for a phone. */
function RegionPicker() {
  const { t } = useWords();
  const { regions, failed, retry } = useOpenForm().regions;
  const box = useField('regionCode');
  const [chosen, setChosen] = useState<string | null>(null);
  const province = chosen ?? provinceOf(box.value);
  const choose = (next: string) => {
    setChosen(next);
    if (box.value !== '' && provinceOf(box.value) !== next) box.onChange('');
  };
  if (failed && regions.length === 0)
    return (
      <div className="note note-bad" role="alert">
        <p>{t('regions.failed')}</p>
        <button className="button button-small" type="button" onClick={() => void retry()}>
          {t('shell.retry')}
        </button>
      </div>
    );
  return (
    <>
      <ChoiceBox
        id="isian-province"
        label={t('field.province')}
        hint={t('hint.province')}
        value={province}
        onChange={choose}
        choices={asChoices(provincesIn(regions))}
      />
      <ChoiceBox {...box} choices={asChoices(regenciesIn(regions, province))} />
    </>
  );
}

/** Where: the address on the card, and where one lives. */
export function AddressStep() {
  const { t } = useWords();
  return (
    <>
      <LineBox {...useField('ktpAddress')} hint={t('hint.ktpAddress')} lines={3} maxLength={200} />
      <LineBox
        {...useField('domicileAddress')}
        hint={t('hint.domicileAddress')}
        lines={3}
        maxLength={200}
        optional
      />
      <RegionPicker />
    </>
  );
}
