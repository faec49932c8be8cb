/** Digits of a NIK or KK number that may be shown: the region part, which names no person. */
const SHOWN_DIGITS = 6;

/**
 * The only way a NIK or KK number is shown without an act of its own: the first six digits and ten stars
 * (domain.md section 11). The number of stars is fixed, so that a mask never tells how long a wrong number was.
 * An empty number stays empty: there is nothing to hide.
 */
export function maskNumber(value: string): string {
  return value === '' ? '' : value.slice(0, SHOWN_DIGITS) + '*'.repeat(10);
}
