import { Alert } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { nikContradictions, nikFormatProblem } from '@server/identity/nik-rules.ts';

const FULL = 16;

function contradictionsOf(values: readonly unknown[]): string[] {
  const [nik, birthDate, sex, regionCode] = values as (string | undefined)[];
  if (nik?.length !== FULL || !birthDate || (sex !== 'L' && sex !== 'P')) return [];
  return nikContradictions(nik, { birthDate, sex, regionCode: regionCode ?? null });
}

/** While the clerk types: whether the number can be a NIK, and where it disagrees with the form. A hint, not a bar. */
export function NikHints() {
  const translate = useTranslate();
  const values = useWatch({ name: ['nik', 'birthDate', 'sex', 'regionCode'] }) as unknown[];
  const nik = values[0];
  const problem = typeof nik === 'string' && nik.length === FULL ? nikFormatProblem(nik) : null;
  if (problem)
    return (
      <Alert severity="error" sx={{ py: 0, my: 0.5 }}>
        {translate(`submissions.nikProblems.${problem}`)}
      </Alert>
    );
  const warnings = contradictionsOf(values);
  if (warnings.length === 0) return null;
  return (
    <Alert severity="warning" sx={{ py: 0, my: 0.5 }}>
      {warnings.map((code) => translate(`warnings.${code}`)).join('; ')}
    </Alert>
  );
}
