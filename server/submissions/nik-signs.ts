import type { BlindIndex } from '../privacy/blind-index.ts';

/** What may be known of a sealed NIK without opening it: see "Signs of a NIK" in DECISIONS.md. */
export interface NikSigns {
  nik_ends_zero: 0 | 1;
  nik_tag: number;
  /** The tag of the NIK whose serial follows; null after 9999. */
  nik_next_tag: number | null;
}

const STEM_LENGTH = 12;
const LAST_SERIAL = 9999;

/** The signs of a NIK of sixteen digits; only its owner's row changes them, when the NIK is corrected. */
export function nikSigns(nik: string, blindIndex: Pick<BlindIndex, 'tag'>): NikSigns {
  const serial = Number(nik.slice(STEM_LENGTH));
  const next = `${nik.slice(0, STEM_LENGTH)}${String(serial + 1).padStart(4, '0')}`;
  return {
    nik_ends_zero: nik.endsWith('0') ? 1 : 0,
    nik_tag: blindIndex.tag(nik),
    nik_next_tag: serial === LAST_SERIAL ? null : blindIndex.tag(next),
  };
}
