import type { Bilingual } from '../i18n/bilingual.ts';

export const referenceMessages: Bilingual = {
  id: {
    resources: {
      waves: {
        name: 'Gelombang |||| Gelombang',
        fields: {
          code: 'Kode',
          name: 'Nama',
          ruleSetId: 'Aturan kelayakan',
          opensAt: 'Dibuka',
          closesAt: 'Ditutup',
          handoverDeadline: 'Batas serah terima',
          quota: 'Kuota',
          leaseMinutes: 'Lama pegang berkas (menit)',
          checkMaxAgeDays: 'Umur cek identitas paling lama (hari)',
          listMaxAgeDays: 'Umur daftar penapisan paling lama (hari)',
          answerDays: 'Batas jawaban PMO sejak kiriman sampai (hari)',
          requiredDocuments: { online: 'Daring', offline: 'Luring' },
        },
      },
      offices: {
        name: 'Kantor |||| Kantor',
        fields: { code: 'Kode', name: 'Nama', kind: 'Jenis', regionCode: 'Wilayah', q: 'Cari nama' },
      },
      'rule-sets': {
        name: 'Aturan kelayakan |||| Aturan kelayakan',
        fields: {
          code: 'Kode',
          rulesVersion: 'Versi',
          citation: 'Dasar hukum',
          effectiveFrom: 'Berlaku sejak',
        },
      },
    },
    reference: {
      fixed: 'Tercantum pada dokumen dan tidak berubah',
      wave: {
        identity: 'Gelombang',
        dates: 'Waktu',
        limits: 'Batas waktu kerja',
        limitsHelp:
          'Hasil cek dan daftar yang lebih lama dari ini harus diulang sebelum segel dan pengesahan.',
        documents: 'Dokumen wajib sebelum verifikasi',
        documentsHelp: 'Luring: kantor menyimpan formulir bertanda tangan, pindaian boleh menyusul.',
        closesFirst: 'Harus sesudah waktu dibuka',
        state: 'Keadaan',
        phase: { coming: 'Akan datang', open: 'Dibuka', closed: 'Ditutup' },
        reconciliation: 'Rekonsiliasi',
        openSheet: 'Lihat lembar',
        empty: {
          title: 'Belum ada gelombang',
          help: 'Administrator membuka gelombang dengan kuota, waktu, dan aturan kelayakannya.',
        },
      },
      office: {
        empty: { title: 'Belum ada kantor', help: 'Tambahkan kantor agar berkas luring dapat masuk.' },
      },
      ruleSet: {
        rules: 'Isi aturan',
        rule: 'Syarat',
        asks: 'Ketentuan',
        age: 'Usia pada hari pengajuan',
        between: '%{min}–%{max} tahun',
        from: 'sedikitnya %{min} tahun',
        kkLimit: 'Penerima dalam satu KK',
        perKk: 'paling banyak %{count} orang',
        noLimit: 'tidak dibatasi',
        effect: {
          excludes: 'tidak boleh tercantum',
          lowers_priority: 'boleh, prioritas lebih rendah',
          allowed: 'boleh',
          not_asked: 'tidak ditanyakan',
        },
        neverChanged:
          'Aturan tidak pernah diubah. Perubahan peraturan menjadi versi baru; keputusan lama tetap merujuk versinya.',
      },
    },
  },
  en: {
    resources: {
      waves: {
        name: 'Wave |||| Waves',
        fields: {
          code: 'Code',
          name: 'Name',
          ruleSetId: 'Eligibility rules',
          opensAt: 'Opens',
          closesAt: 'Closes',
          handoverDeadline: 'Hand-over deadline',
          quota: 'Quota',
          leaseMinutes: 'Claim lasts (minutes)',
          checkMaxAgeDays: 'Oldest identity check (days)',
          listMaxAgeDays: 'Oldest screening list (days)',
          answerDays: 'Deadline of the PMO’s answers, from the arrival (days)',
          requiredDocuments: { online: 'Online', offline: 'Offline' },
        },
      },
      offices: {
        name: 'Office |||| Offices',
        fields: { code: 'Code', name: 'Name', kind: 'Kind', regionCode: 'Region', q: 'Find a name' },
      },
      'rule-sets': {
        name: 'Rule set |||| Rule sets',
        fields: {
          code: 'Code',
          rulesVersion: 'Version',
          citation: 'Citation',
          effectiveFrom: 'In force since',
        },
      },
    },
    reference: {
      fixed: 'Stands in documents and does not change',
      wave: {
        identity: 'Wave',
        dates: 'Dates',
        limits: 'Working limits',
        limitsHelp: 'Checks and lists older than this must be renewed before sealing and ratifying.',
        documents: 'Documents needed before verification',
        documentsHelp: 'Offline: the office keeps the signed form, a scan may follow.',
        closesFirst: 'Must be after the opening',
        state: 'State',
        phase: { coming: 'Coming', open: 'Open', closed: 'Closed' },
        reconciliation: 'Reconciliation',
        openSheet: 'See the sheet',
        empty: {
          title: 'No wave yet',
          help: 'The administrator opens a wave with its quota, dates and eligibility rules.',
        },
      },
      office: { empty: { title: 'No office yet', help: 'Add an office so that offline forms can come in.' } },
      ruleSet: {
        rules: 'The rules',
        rule: 'Condition',
        asks: 'What it asks',
        age: 'Age on the day of submission',
        between: '%{min}–%{max} years',
        from: 'at least %{min} years',
        kkLimit: 'Recipients per family card',
        perKk: 'at most %{count}',
        noLimit: 'no limit',
        effect: {
          excludes: 'must not be listed',
          lowers_priority: 'allowed, lower priority',
          allowed: 'allowed',
          not_asked: 'not asked',
        },
        neverChanged:
          'A rule set is never changed. New regulations make a new version; old decisions keep citing theirs.',
      },
    },
  },
};
