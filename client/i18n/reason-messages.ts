import { REASONS } from '@server/reference/reason-rules.ts';
import type { Bilingual, Locale, Words } from './bilingual.ts';

const reasonWords = (part: 'label' | 'remedy', locale: Locale): Words =>
  Object.fromEntries(Object.values(REASONS).map((reason) => [reason.code, reason[part][locale]]));

/** Reason codes with the remedy the applicant reads, from the server's own table; and how names and NIKs may differ. */
export const reasonMessages: Bilingual = {
  id: {
    reasons: reasonWords('label', 'id'),
    remedies: reasonWords('remedy', 'id'),
    warnings: {
      NIK_DATE: 'Tanggal lahir pada NIK berbeda dengan formulir',
      NIK_SEX: 'Jenis kelamin pada NIK berbeda dengan formulir',
      NIK_REGION: 'Wilayah pada NIK berbeda dengan domisili',
      NIK_REGION_UNKNOWN: 'Kode wilayah pada NIK tidak dikenal',
    },
    explanations: {
      different: 'kata lain',
      missingWord: 'kata hilang',
      typo: 'salah ketik',
      order: 'urutan',
      oldSpelling: 'ejaan lama',
      abbreviation: 'singkatan',
      degree: 'gelar',
      title: 'judul',
    },
  },
  en: {
    reasons: reasonWords('label', 'en'),
    remedies: reasonWords('remedy', 'en'),
    warnings: {
      NIK_DATE: 'The birth date in the NIK differs from the form',
      NIK_SEX: 'The sex in the NIK differs from the form',
      NIK_REGION: 'The region in the NIK differs from the domicile',
      NIK_REGION_UNKNOWN: 'The region code in the NIK is unknown',
    },
    explanations: {
      different: 'other words',
      missingWord: 'missing word',
      typo: 'typing slip',
      order: 'word order',
      oldSpelling: 'old spelling',
      abbreviation: 'abbreviation',
      degree: 'degree',
      title: 'title',
    },
  },
};
