import { describe, expect, it } from 'vitest';
import { NO_CODES, ownMeaning } from '../../../server/forwarding/pmo-code-rules.ts';
import { clinicCodes, clinicOffices, type RefusalCount } from '../../../server/forwarding/refusal-rules.ts';

const count = (code: string, officeId: number, changes: Partial<RefusalCount> = {}): RefusalCount => ({
  code,
  reasonCode: 'PMO_OTHER',
  officeId,
  officeName: `Dinas ${officeId}`,
  returned: 0,
  rejected: 0,
  open: 0,
  ...changes,
});
const counts = [
  count('E17', 1, { returned: 5, open: 4 }),
  count('E17', 2, { returned: 1, open: 1 }),
  count('KK_MISMATCH', 1, { reasonCode: 'KK_MISMATCH', returned: 3, open: 2 }),
  count('BLACKLISTED', 2, { reasonCode: 'BLACKLISTED', rejected: 9 }),
];

describe('the refusal clinic', () => {
  it('adds codes up over offices, the commonest first, with what each means', () => {
    expect(clinicCodes(counts, NO_CODES)).toMatchObject([
      { code: 'BLACKLISTED', cause: 'pmo', carriesOver: false, returned: 0, rejected: 9, canCarry: 0 },
      { code: 'E17', mapped: false, cause: null, remedy: null, returned: 6, canCarry: 0 },
      { code: 'KK_MISMATCH', mapped: true, cause: 'applicant', returned: 3, canCarry: 2 },
    ]);
  });

  it('counts what can be carried over only where the code says so', () => {
    const table = new Map([['E17', { ...ownMeaning('DOC_UNREADABLE'), cause: 'office' as const }]]);
    const [, e17] = clinicCodes(counts, table);
    expect(e17).toMatchObject({ reasonCode: 'DOC_UNREADABLE', cause: 'office', canCarry: 5 });
    const never = new Map([['E17', { ...ownMeaning('DOC_UNREADABLE'), carriesOver: false }]]);
    expect(clinicCodes(counts, never)[1]).toMatchObject({ canCarry: 0 });
  });

  it('adds offices up over codes', () => {
    expect(clinicOffices(counts)).toEqual([
      { officeId: 2, officeName: 'Dinas 2', total: 10, codes: [{ code: 'BLACKLISTED', count: 9 }, { code: 'E17', count: 1 }] },
      { officeId: 1, officeName: 'Dinas 1', total: 8, codes: [{ code: 'E17', count: 5 }, { code: 'KK_MISMATCH', count: 3 }] },
    ]); // prettier-ignore
  });
});
