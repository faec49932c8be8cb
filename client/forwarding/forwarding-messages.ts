import { DELIVERY_REASON_TEXT } from '@server/forwarding/dispatch-rules.ts';
import type { Bilingual, Words } from '../i18n/bilingual.ts';
import { deliveryWordsEn } from './delivery-words-en.ts';
import { deliveryWordsId } from './delivery-words-id.ts';
import { forwardingWordsEn } from './forwarding-words-en.ts';
import { forwardingWordsId } from './forwarding-words-id.ts';

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Why the PMO refuses a whole delivery, in the server's own words. */
const reasonWords = (locale: 'id' | 'en'): Words =>
  Object.fromEntries(
    Object.entries(DELIVERY_REASON_TEXT).map(([code, text]) => [code, capital(text[locale])]),
  );

export const forwardingMessages: Bilingual = {
  id: { ...forwardingWordsId, ...deliveryWordsId, deliveryReasons: reasonWords('id') },
  en: { ...forwardingWordsEn, ...deliveryWordsEn, deliveryReasons: reasonWords('en') },
};
