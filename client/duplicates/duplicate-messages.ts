import type { Bilingual } from '../i18n/bilingual.ts';

export const duplicateMessages: Bilingual = {
  id: {
    resources: {
      duplicates: {
        name: 'Dugaan ganda |||| Dugaan ganda',
        fields: {
          score: 'Nilai',
          first: 'Pendaftaran pertama',
          second: 'Pendaftaran kedua',
          reasons: 'Kesamaan',
          status: 'Keputusan',
          foundAt: 'Ditemukan',
        },
      },
    },
    enums: {
      pairStatus: {
        open: 'Belum diputus',
        not_duplicate: 'Bukan orang yang sama',
        same_person: 'Orang yang sama',
      },
    },
    duplicates: {
      elsewhere: 'pendaftaran di luar wewenang Anda',
      sideBySide: 'Kedua pendaftaran berdampingan',
      likeness: { same: 'sama', differs: 'beda' },
      empty: {
        title: 'Tidak ada dugaan ganda',
        help: 'Pasangan baru muncul di sini setelah pendaftaran diajukan atau diimpor.',
      },
      emptyDecided: {
        title: 'Belum ada pasangan yang diputus demikian',
        help: 'Pasangan muncul di sini setelah diputus.',
      },
      ask: 'Bandingkan juga dokumennya pada halaman tiap berkas sebelum memutus.',
      verdict: { not_duplicate: 'Bukan orang yang sama', same_person: 'Orang yang sama' },
      help: {
        not_duplicate: 'Keputusan diingat dan pasangan ini tidak ditanyakan lagi.',
        same_person:
          'Pendaftaran yang belum diputus tidak dapat diverifikasi; tolak salah satunya dengan alasan "Pendaftaran ganda".',
      },
      decided: 'Keputusan dicatat',
    },
  },
  en: {
    resources: {
      duplicates: {
        name: 'Suspected pair |||| Duplicates',
        fields: {
          score: 'Score',
          first: 'First registration',
          second: 'Second registration',
          reasons: 'Alike in',
          status: 'Decision',
          foundAt: 'Found',
        },
      },
    },
    enums: {
      pairStatus: { open: 'Undecided', not_duplicate: 'Not the same person', same_person: 'The same person' },
    },
    duplicates: {
      elsewhere: 'a registration that is not yours to see',
      sideBySide: 'Both registrations side by side',
      likeness: { same: 'same', differs: 'differs' },
      empty: {
        title: 'No suspected duplicates',
        help: 'New pairs appear here after registrations are submitted or imported.',
      },
      emptyDecided: {
        title: 'No pair has been decided so yet',
        help: 'Pairs appear here once they are decided.',
      },
      ask: 'Compare the documents on the page of each case too before deciding.',
      verdict: { not_duplicate: 'Not the same person', same_person: 'The same person' },
      help: {
        not_duplicate: 'The decision is remembered and this pair is never asked again.',
        same_person:
          'An undecided registration cannot be verified; reject one of them for "Duplicate registration".',
      },
      decided: 'Decision recorded',
    },
  },
};
