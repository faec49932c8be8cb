import { nikBirthDate, nikContradictions, readNik } from '@server/identity/nik-rules.ts';
import { birthDateProblem, isoDay } from './date-rules.ts';
import type { Values } from './form-rules.ts';
import type { Region } from './region-rules.ts';

export interface NikSays {
  /** yyyy-mm-dd; the century is the one nearest to the stated year, else to a grown-up's. Null: no day of the calendar. */
  birthDate: string | null;
  sex: 'L' | 'P' | null;
  regencyCode: string;
  warnings: ReturnType<typeof nikContradictions>;
}

/** Half the applicants are younger: with no stated year, the century of somebody of this age is told. */
const USUAL_AGE = 35;

/** What a typed NIK says by itself, and where it disagrees with the other boxes; null until it can be read. */
export function nikSays(
  values: Pick<Values, 'nik' | 'birthDate' | 'sex' | 'regionCode'>,
  today: string,
  regions: readonly Region[],
): NikSays | null {
  const reading = readNik(values.nik);
  if (!reading.wellFormed) return null;
  const stated = birthDateProblem(values.birthDate, today) === null ? isoDay(values.birthDate) : null;
  const usual = `${Number(today.slice(0, 4)) - USUAL_AGE}-01-01`;
  const known = new Set(regions.map(({ code }) => code));
  const sex: 'L' | 'P' | null = values.sex === 'L' || values.sex === 'P' ? values.sex : null;
  const regionCode = values.regionCode || null;
  const against = { birthDate: stated ?? '', sex: sex ?? ('L' as 'L' | 'P'), regionCode };
  const warnings = nikContradictions(values.nik, against, known.size > 0 ? known : undefined);
  return {
    birthDate: reading.birth ? nikBirthDate(reading.birth, stated ?? usual) : null,
    sex: reading.sex,
    regencyCode: reading.regencyCode,
    // What was not filled in yet cannot be contradicted.
    warnings: warnings.filter(
      (code) => (code !== 'NIK_DATE' || (stated && reading.birth)) && (code !== 'NIK_SEX' || sex),
    ),
  };
}
