import type { DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import type { ActValues, FormProblems } from '../layout/ActDialog.tsx';

const plain = (digest: string) => digest.replace(/\s+/g, '').toLowerCase();

/**
 * What differs between the typed receipt and what was sent, before it is sent: a difference is a reason to refuse the
 * delivery, never to type the number that is wanted. Groups and capitals of a digest are forgiven.
 */
export function acknowledgeProblems(
  { count, digest }: ActValues,
  dispatch: Pick<DispatchDetail, 'rowCount' | 'digest'>,
): FormProblems {
  const problems: FormProblems = {};
  if (typeof count === 'number' && count !== dispatch.rowCount)
    problems['count'] = { message: 'dispatches.countDiffers', args: { sent: dispatch.rowCount } };
  if (typeof digest === 'string' && digest.trim() !== '' && plain(digest) !== dispatch.digest)
    problems['digest'] = 'dispatches.digestDiffers';
  return problems;
}
