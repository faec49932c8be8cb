import type { Bilingual } from '../i18n/bilingual.ts';
import { caseWordsInEnglish } from './case-words-en.ts';
import { caseWordsInIndonesian } from './case-words-id.ts';

/** Words of the case page. */
export const caseMessages: Bilingual = { id: caseWordsInIndonesian, en: caseWordsInEnglish };
