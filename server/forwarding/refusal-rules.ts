import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import { meaningOf, type CodeTable } from './pmo-code-rules.ts';
import type { ClinicCode, ClinicOffice } from './refusal-schema.ts';
import type { ReasonCode } from '../reference/reason-code-schema.ts';

/** Where a returned row stands while the next round is still before it. */
export const CARRIED_STATUSES = [
  'pmo_returned',
  'needs_correction',
  'submitted',
  'in_review',
  'on_hold',
  'verified',
] as const satisfies readonly SubmissionStatus[];

/** Answers of one code in one office. */
export interface RefusalCount {
  code: string;
  reasonCode: ReasonCode;
  officeId: number;
  officeName: string;
  returned: number;
  rejected: number;
  /** Returned rows whose newest answer this is and that have not gone on since. */
  open: number;
}

function addUp<T>(
  counts: readonly RefusalCount[],
  key: (one: RefusalCount) => string | number,
  sum: (group: RefusalCount[]) => T,
): T[] {
  const groups = new Map<string | number, RefusalCount[]>();
  for (const one of counts) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return [...groups.values()].map(sum);
}

const total = (group: readonly RefusalCount[], part: 'returned' | 'rejected' | 'open') =>
  group.reduce((sum, one) => sum + one[part], 0);
const all = (group: readonly RefusalCount[]) => total(group, 'returned') + total(group, 'rejected');

/** The codes of some answers, the commonest first, with what each means today and what can be carried over. */
export function clinicCodes(counts: readonly RefusalCount[], table: CodeTable): ClinicCode[] {
  return addUp(
    counts,
    ({ code }) => code,
    (group): ClinicCode => {
      const [{ code, reasonCode }] = group as [RefusalCount];
      const meaning = meaningOf(code, table);
      return {
        code,
        mapped: meaning !== null,
        reasonCode: meaning?.reasonCode ?? reasonCode,
        cause: meaning?.cause ?? null,
        remedy: meaning?.remedy ?? null,
        carriesOver: meaning?.carriesOver ?? false,
        returned: total(group, 'returned'),
        rejected: total(group, 'rejected'),
        // What nobody has explained cannot be mended yet.
        canCarry: meaning?.carriesOver ? total(group, 'open') : 0,
      };
    },
  ).sort((a, b) => b.returned + b.rejected - (a.returned + a.rejected) || (a.code < b.code ? -1 : 1));
}

/** The offices with the most answers against them first, each with its codes. */
export function clinicOffices(counts: readonly RefusalCount[]): ClinicOffice[] {
  return addUp(
    counts,
    ({ officeId }) => officeId,
    (group): ClinicOffice => {
      const [{ officeId, officeName }] = group as [RefusalCount];
      const codes = addUp(
        group,
        ({ code }) => code,
        (some) => ({ code: (some[0] as RefusalCount).code, count: all(some) }),
      );
      return { officeId, officeName, total: all(group), codes: codes.sort((a, b) => b.count - a.count) };
    },
  ).sort((a, b) => b.total - a.total || (a.officeName < b.officeName ? -1 : 1));
}
