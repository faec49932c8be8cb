import { describe, expect, it } from 'vitest';
import {
  CAUSE_OF_REASON,
  meaningOf,
  NO_CODES,
  ownMeaning,
  type CodeMeaning,
} from '../../../server/forwarding/pmo-code-rules.ts';
import { CAUSES, PmoCode } from '../../../server/forwarding/pmo-code-schema.ts';
import { REASON_CODES } from '../../../server/reference/reason-schema.ts';
import { REASONS } from '../../../server/reference/reason-rules.ts';

describe('the meaning of a code of the PMO', () => {
  it.each(REASON_CODES)(
    '%s, being our own, has a cause and its remedy, and carries over where it can be mended',
    (code) => {
      const meaning = meaningOf(code.toLowerCase(), NO_CODES) as CodeMeaning;
      expect(CAUSES).toContain(CAUSE_OF_REASON[code]);
      expect(meaning).toEqual(ownMeaning(code));
      expect(meaning.remedy).toEqual(REASONS[code].remedy);
      expect(meaning.carriesOver).toBe(REASONS[code].correctable !== false);
    },
  );

  it('is what the table says, even of one of our own codes; nothing where nobody said', () => {
    const row: CodeMeaning = { ...ownMeaning('DOC_MISSING'), cause: 'pmo', carriesOver: false };
    const table = new Map([
      ['E17', row],
      ['DOB_MISMATCH', row],
    ]);
    expect(meaningOf(' e17', table)).toBe(row);
    expect(meaningOf('DOB_MISMATCH', table)).toBe(row);
    expect(meaningOf('E18', table)).toBeNull();
  });

  it('is kept under a code in capitals', () => {
    expect(PmoCode.parse(' e-17 ')).toBe('E-17');
    for (const bad of ['', '-', 'a'.repeat(41), 'kode\n1', 'é'])
      expect(PmoCode.safeParse(bad).success).toBe(false);
  });
});
