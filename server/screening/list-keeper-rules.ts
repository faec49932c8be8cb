import type { ListCode } from './screening-schema.ts';

type Bilingual = { id: string; en: string };

/**
 * Each screening list by its name, and who keeps it: whoever is stopped by a list that gives no answer must know whom to
 * ask for a newer one. Keepers: domain.md section 8 (posts, EMIS, DTKS, BSU, BPUM) and section 9 (PMO's blacklist).
 */
export const LIST_KEEPERS = {
  excluded_posts: {
    name: { id: 'Jabatan yang dikecualikan', en: 'Excluded posts' },
    keeper: {
      id: 'BKN, TNI, Polri, Kemendagri, dan Kementerian BUMN',
      en: 'BKN, TNI, Polri, the Ministry of Home Affairs and the Ministry of SOEs',
    },
  },
  education: {
    name: { id: 'Pendidikan formal', en: 'Formal education' },
    keeper: {
      id: 'Kemendikbudristek (Dapodik, PDDikti) dan Kementerian Agama (EMIS)',
      en: 'the Ministry of Education (Dapodik, PDDikti) and the Ministry of Religious Affairs (EMIS)',
    },
  },
  aid: {
    name: { id: 'Penerima bantuan lain', en: 'Other aid' },
    keeper: {
      id: 'Kementerian Sosial (DTKS), BPJS Ketenagakerjaan (BSU), dan Kementerian Koperasi dan UKM (BPUM)',
      en: 'the Ministry of Social Affairs (DTKS), BPJS Ketenagakerjaan (BSU) and the Ministry of Cooperatives (BPUM)',
    },
  },
  prior_recipients: {
    name: { id: 'Penerima terdahulu', en: 'Earlier recipients' },
    keeper: { id: 'Manajemen Pelaksana (PMO)', en: 'the PMO (Manajemen Pelaksana)' },
  },
  blacklist: {
    name: { id: 'Daftar hitam PMO', en: 'PMO blacklist' },
    keeper: { id: 'Manajemen Pelaksana (PMO)', en: 'the PMO (Manajemen Pelaksana)' },
  },
} as const satisfies Record<ListCode, { name: Bilingual; keeper: Bilingual }>;

/** Whom to ask for a newer list, and who then loads it. */
export function askForList(code: ListCode): Bilingual {
  const { keeper } = LIST_KEEPERS[code];
  return {
    id: `Minta daftar terbaru kepada ${keeper.id}, lalu minta administrator memuatnya.`,
    en: `Ask ${keeper.en} for a new list, then ask the administrator to load it.`,
  };
}

/** Why a list that gives no answer stops somebody, and whom to ask; the sentence of a blocker. */
export function unknownListText(code: ListCode): Bilingual {
  const { name, keeper } = LIST_KEEPERS[code];
  return {
    id: `daftar "${name.id}" belum dimuat atau terlalu lama; minta yang terbaru kepada ${keeper.id}, lalu minta administrator memuatnya`,
    en: `the list "${name.en}" is not loaded or too old; ask ${keeper.en} for a new one, then ask the administrator to load it`,
  };
}
