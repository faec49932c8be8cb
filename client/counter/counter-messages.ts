import type { Bilingual } from '../i18n/bilingual.ts';
import { counterEnglish } from './counter-words-en.ts';
import { counterIndonesian } from './counter-words-id.ts';

/** The words of the counter that works without a network. */
export const counterMessages: Bilingual = { id: counterIndonesian, en: counterEnglish };
