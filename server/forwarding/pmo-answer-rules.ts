import { z } from 'zod';
import {
  DELIVERY_REASONS,
  type AttemptKind,
  type AttemptResult,
  type DispatchRecord,
} from './forwarding-schema.ts';

/** What the PMO says that it holds. */
export interface DeliveryReceipt {
  count: number;
  digest: string;
  /** As it came. */
  text: string;
}

export interface DeliveryResult {
  result: AttemptResult;
  /** A code and what the other side said; never personal data. */
  detail: string | null;
  /** With `accepted`, from a PMO that has a system of its own. */
  receipt?: DeliveryReceipt;
  /** With `refused`, where the PMO named its reasons: the batch goes back. */
  refusal?: NonNullable<DispatchRecord['refusal']>;
}

/** What of a delivery a receipt must agree with. */
export interface SentNumbers {
  dispatchNo: string;
  rowCount: number;
  digest: string;
}

/** What can be wrong with an attempt; the console has words for each. */
export const ATTEMPT_CODES = [
  'CONNECT_FAILED',
  'CONNECT_TIMEOUT',
  'BAD_CERTIFICATE',
  'CONNECTION_CUT',
  'ANSWER_TIMEOUT',
  'IDLE_TIMEOUT',
  'REDIRECTED',
  'SERVER_ERROR',
  'PMO_BUSY',
  'UNEXPECTED_STATUS',
  'MALFORMED_ANSWER',
  'ANSWER_TOO_LARGE',
  'WRONG_COUNT',
  'WRONG_DIGEST',
  'WRONG_DISPATCH',
  'NOT_AUTHORISED',
  'NOT_FOUND',
  'REFUSED',
  'STOPPED',
  'LEASE_LOST',
  'DRAINING',
  'MANIFEST_TAMPERED',
  'ATTEMPT_FAILED',
] as const;
export type AttemptCode = (typeof ATTEMPT_CODES)[number];

/** A receipt, over the wire or as a file: what the PMO holds of which delivery. Other fields are its own affair. */
export const PmoReceipt = z.object({
  dispatchNo: z.string().max(40),
  count: z.number().int().min(0),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PmoReceipt = z.output<typeof PmoReceipt>;

const PmoRefusal = z.object({
  reasons: z.array(z.enum(DELIVERY_REASONS)).min(1).max(10),
  note: z.string().nullish(),
});

const said = (code: AttemptCode, more?: string) => (more ? `${code}: ${more}` : code);

/** The other side's words go into a column and on a page: short, without control characters and whatever could be a NIK. */
export const safeWords = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/\d{10,}/g, '…')
    .trim()
    .slice(0, 300);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON fits no schema below.
    return undefined;
  }
}

/** Where a receipt is not of this delivery, or holds another count or digest than was sent. */
export function receiptDifference(
  receipt: PmoReceipt,
  delivery: SentNumbers,
): { code: AttemptCode; words: string } | null {
  if (receipt.dispatchNo !== delivery.dispatchNo)
    return { code: 'WRONG_DISPATCH', words: safeWords(receipt.dispatchNo) };
  if (receipt.count !== delivery.rowCount)
    return { code: 'WRONG_COUNT', words: `${delivery.rowCount} ≠ ${receipt.count}` };
  if (receipt.digest !== delivery.digest)
    return { code: 'WRONG_DIGEST', words: `≠ ${receipt.digest.slice(0, 16)}…` };
  return null;
}

function accepted(text: string, delivery: SentNumbers): DeliveryResult {
  const receipt = PmoReceipt.safeParse(parsed(text));
  if (!receipt.success) return { result: 'unclear', detail: 'MALFORMED_ANSWER' };
  const difference = receiptDifference(receipt.data, delivery);
  if (difference) return { result: 'differs', detail: said(difference.code, difference.words) };
  const { count, digest } = receipt.data;
  return { result: 'accepted', detail: null, receipt: { count, digest, text } };
}

function refused(status: number, text: string, kind: AttemptKind): DeliveryResult {
  const named = PmoRefusal.safeParse(parsed(text));
  if (named.success) {
    const { reasons, note } = named.data;
    const refusal = { reasons, note: note ? safeWords(note) : null };
    return { result: 'refused', detail: said('REFUSED', reasons.join(', ')), refusal };
  }
  if (status === 401 || status === 403)
    return { result: 'refused', detail: said('NOT_AUTHORISED', String(status)) };
  if (status === 404 && kind === 'send') return { result: 'refused', detail: 'NOT_FOUND' };
  return { result: 'refused', detail: said('REFUSED', String(status)) };
}

/** Statuses that refuse nothing: the PMO asks for patience. */
const BUSY = [408, 425, 429];

/**
 * What an answer of the PMO's system means (api.md): 200 accepted, 202 pending, 404 to a question never arrived, other 4xx
 * refused; everything else leaves the delivery unknown.
 */
export function readPmoAnswer(
  kind: AttemptKind,
  { status, text }: { status: number; text: string },
  delivery: SentNumbers,
): DeliveryResult {
  if (status === 200) return accepted(text, delivery);
  if (status === 202) return { result: 'pending', detail: null };
  if (status === 404 && kind === 'ask') return { result: 'absent', detail: null };
  if (status >= 300 && status < 400) return { result: 'unclear', detail: said('REDIRECTED', String(status)) };
  if (BUSY.includes(status)) return { result: 'unclear', detail: said('PMO_BUSY', String(status)) };
  if (status >= 400 && status < 500) return refused(status, text, kind);
  return {
    result: 'unclear',
    detail: said(status >= 500 ? 'SERVER_ERROR' : 'UNEXPECTED_STATUS', String(status)),
  };
}
