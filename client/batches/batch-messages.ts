import { BATCH_BLOCKER_TEXT } from '@server/batches/batch-blocker-rules.ts';
import type { Bilingual, Words } from '../i18n/bilingual.ts';
import { batchWordsEn } from './batch-words-en.ts';
import { batchWordsId } from './batch-words-id.ts';

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Why an act on a batch is refused, in the server's own sentences. */
const blockerWords = (locale: 'id' | 'en'): Words =>
  Object.fromEntries(Object.entries(BATCH_BLOCKER_TEXT).map(([code, text]) => [code, capital(text[locale])]));

/** Codes that speak of a batch only; the others have words of their own on the page of a registration. */
const ONLY_OF_BATCHES = [
  'SEALING',
  'RATIFYING',
  'FORWARDING',
  'ROWS_FOLLOWING',
  'EMPTY_BATCH',
  'PAPERS_MISSING',
  'NOT_DELIVERED',
  'COMPOSED_BY_ACTOR',
  'SEALED_BY_ACTOR',
  'VERIFIED_BY_ACTOR',
  'NOTHING_TO_SIGN',
  'NOT_A_SIGNER',
  'SIGNED_BEFORE',
  'SIGNED_FOR_BEFORE',
  'SIGN_OFF_MISSING',
  'SIGNED_BY_ACTOR',
  'QUOTA',
  'STALE_CHECK',
  'STALE_SCREENING',
  'LIST_NEWER',
  'DECREE_NO_USED',
  'DECREE_DATE_FUTURE',
  'DIGEST_DIFFERS',
  'COUNT_DIFFERS',
  'MANIFEST_TAMPERED',
  'ROWS_MOVED',
  'COUNT_CHANGED',
  'ALREADY_ANSWERED',
  'NOT_IN_BATCH',
  'NOT_VERIFIED',
  'NO_APPROVER',
  'IN_OTHER_BATCH',
  'ALREADY_IN_BATCH',
  'OTHER_WAVE',
  'OTHER_CHANNEL',
  'OTHER_PROPOSER',
  'DISPATCH_NOT_FAILED',
  'DISPATCH_UNDER_WAY',
  'DISPATCH_NOT_BY_FILE',
  'ISSUE_CLOSED',
] as const satisfies readonly (keyof typeof BATCH_BLOCKER_TEXT)[];

function ownBlockers(locale: 'id' | 'en'): Words {
  const all = blockerWords(locale);
  return Object.fromEntries(ONLY_OF_BATCHES.map((code) => [code, all[code] ?? code]));
}

export const batchMessages: Bilingual = {
  id: { ...batchWordsId, batchBlockers: blockerWords('id'), blockers: ownBlockers('id') },
  en: { ...batchWordsEn, batchBlockers: blockerWords('en'), blockers: ownBlockers('en') },
};
