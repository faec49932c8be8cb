import type { Bilingual } from '../i18n/bilingual.ts';

export const checkMessages: Bilingual = {
  id: {
    checks: {
      history: 'Riwayat cek identitas',
      help: 'Setiap cek tetap tercatat. Hanya cek yang berlaku dan tidak kedaluwarsa yang dapat menjadi dasar keputusan.',
      none: 'Belum pernah dicek.',
      current: 'berlaku',
      bySystem: 'Sistem',
      code: 'kode %{code}',
      score: '%{score} (ambang %{threshold})',
      columns: {
        at: 'Waktu',
        by: 'Oleh',
        source: 'Sumber',
        outcome: 'Hasil',
        name: 'Nilai nama',
        found: 'Yang ditemukan',
      },
      trigger: {
        submit: 'saat diajukan',
        demand: 'diminta petugas',
        bulk: 'cek massal',
        import: 'saat impor',
        retry: 'dicoba lagi otomatis',
      },
    },
  },
  en: {
    checks: {
      history: 'Identity checks so far',
      help: 'Every check stays on record. Only the current one, while it is not stale, can carry a decision.',
      none: 'Never checked yet.',
      current: 'current',
      bySystem: 'The system',
      code: 'code %{code}',
      score: '%{score} (threshold %{threshold})',
      columns: {
        at: 'Time',
        by: 'By',
        source: 'Source',
        outcome: 'Outcome',
        name: 'Name score',
        found: 'What it found',
      },
      trigger: {
        submit: 'on submission',
        demand: 'asked for by staff',
        bulk: 'bulk check',
        import: 'on import',
        retry: 'tried again automatically',
      },
    },
  },
};
