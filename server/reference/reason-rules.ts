// The console's words rest on these rules, and its first page needs no zod.
import { REASON_CODES, type ReasonCode, type ReasonSource } from './reason-code-schema.ts';
import type { Reason } from './reason-schema.ts';

/**
 * Every reason a registration can be returned, refused or marked for (domain.md section 9).
 * `remedy` is printed in the notice to the applicant: it says what to do, in words a citizen knows.
 * `correctable`: true = the applicant can mend it and come back; `by_rule_set` = the wave's rules decide.
 */
export const REASONS = {
  NIK_FORMAT: {
    code: 'NIK_FORMAT',
    label: { id: 'NIK tidak sesuai format', en: 'NIK is not in the right format' },
    remedy: {
      id: 'Salin kembali 16 angka NIK persis seperti yang tertera di KTP-el.',
      en: 'Copy the 16 digits of the NIK again, exactly as they stand on the e-ID card.',
    },
    by: ['system'],
    correctable: true,
  },
  NIK_NOT_FOUND: {
    code: 'NIK_NOT_FOUND',
    label: { id: 'NIK tidak ditemukan di Dukcapil', en: 'NIK not found in the civil registry' },
    remedy: {
      id: 'Cocokkan NIK dengan KTP-el. Bila sudah sama, minta Dinas Dukcapil mengonsolidasikan data Anda, lalu kirim ulang.',
      en: 'Compare the NIK with your e-ID card. If it is the same, ask the Dukcapil office to consolidate your data, then send again.',
    },
    by: ['system'],
    correctable: true,
  },
  NIK_INACTIVE: {
    code: 'NIK_INACTIVE',
    label: { id: 'NIK nonaktif', en: 'NIK is inactive' },
    remedy: {
      id: 'Datang ke Dinas Dukcapil membawa KTP-el dan KK untuk mengaktifkan kembali NIK, lalu kirim ulang.',
      en: 'Bring your e-ID card and family card to the Dukcapil office to have the NIK activated again, then send again.',
    },
    by: ['system'],
    correctable: true,
  },
  NIK_DUPLICATE: {
    code: 'NIK_DUPLICATE',
    label: { id: 'NIK ganda', en: 'More than one NIK on record' },
    remedy: {
      id: 'Datang ke Dinas Dukcapil untuk menetapkan satu NIK yang berlaku, lalu kirim ulang dengan NIK itu.',
      en: 'Go to the Dukcapil office to settle which one NIK is valid, then send again with that NIK.',
    },
    by: ['system'],
    correctable: true,
  },
  NIK_DECEASED: {
    code: 'NIK_DECEASED',
    label: { id: 'Tercatat meninggal', en: 'Recorded as deceased' },
    remedy: {
      id: 'Bila catatan ini keliru, minta pembatalan akta kematian di Dinas Dukcapil lalu daftar pada gelombang berikutnya.',
      en: 'If this record is wrong, ask the Dukcapil office to annul the death record and register in the next wave.',
    },
    by: ['system', 'reviewer', 'pmo'],
    correctable: false,
  },
  KK_MISMATCH: {
    code: 'KK_MISMATCH',
    label: { id: 'Nomor KK tidak sesuai', en: 'Family card number does not match' },
    remedy: {
      id: 'Pakai nomor dari Kartu Keluarga terbaru. Nomor KK berubah bila kepala keluarga berganti atau Anda pindah KK.',
      en: 'Use the number on your newest family card. It changes when the head of the family changes or you move to another card.',
    },
    by: ['system', 'reviewer'],
    correctable: true,
  },
  DOB_MISMATCH: {
    code: 'DOB_MISMATCH',
    label: { id: 'Tanggal lahir tidak sesuai', en: 'Birth date does not match' },
    remedy: {
      id: 'Isi tanggal lahir seperti di KTP-el. Bila KTP-el keliru, perbaiki dulu di Dinas Dukcapil.',
      en: 'Give the birth date as on your e-ID card. If the card is wrong, have it corrected at the Dukcapil office first.',
    },
    by: ['system', 'reviewer'],
    correctable: true,
  },
  NAME_MISMATCH: {
    code: 'NAME_MISMATCH',
    label: { id: 'Nama tidak sesuai KTP', en: 'Name does not match the ID card' },
    remedy: {
      id: 'Nama harus sama dengan KTP-el, tanpa gelar dan tanpa singkatan. Tunjukkan KTP-el kepada petugas atau perbaiki namanya.',
      en: 'The name must be the one on the e-ID card, without titles or abbreviations. Show the card to the officer or correct the name.',
    },
    by: ['reviewer'],
    correctable: true,
  },
  UNDER_AGE: {
    code: 'UNDER_AGE',
    label: { id: 'Usia di luar batas: terlalu muda', en: 'Outside the age limits: too young' },
    remedy: {
      id: 'Anda dapat mendaftar pada gelombang yang dibuka setelah Anda berusia 18 tahun.',
      en: 'You can register in a wave that opens after you have turned 18.',
    },
    by: ['system'],
    correctable: false,
  },
  OVER_AGE: {
    code: 'OVER_AGE',
    label: { id: 'Usia di luar batas: terlalu tua', en: 'Outside the age limits: too old' },
    remedy: {
      id: 'Program ini untuk usia paling tinggi 64 tahun. Tanyakan program lain di Dinas Ketenagakerjaan setempat.',
      en: 'This programme is for people up to 64 years of age. Ask your local manpower office about other programmes.',
    },
    by: ['system'],
    correctable: false,
  },
  IN_EDUCATION: {
    code: 'IN_EDUCATION',
    label: { id: 'Masih menempuh pendidikan formal', en: 'Still in formal education' },
    remedy: {
      id: 'Bila sudah lulus atau berhenti, serahkan ijazah atau surat keterangan dari sekolah atau kampus.',
      en: 'If you have graduated or left, hand in your diploma or a letter from the school or university.',
    },
    by: ['system', 'reviewer', 'pmo'],
    correctable: true,
  },
  EXCLUDED_POST: {
    code: 'EXCLUDED_POST',
    label: { id: 'Termasuk jabatan yang dikecualikan', en: 'Holds an excluded post' },
    remedy: {
      id: 'Pejabat negara, anggota DPRD, ASN, TNI, Polri, kepala dan perangkat desa, serta pimpinan BUMN/BUMD tidak dapat menerima. Bila Anda sudah tidak menjabat, minta instansi Anda memperbarui datanya.',
      en: 'State officials, council members, civil servants, military, police, village heads and officials, and heads of state companies cannot receive this. If you no longer hold the post, ask your institution to update its data.',
    },
    by: ['system', 'reviewer', 'pmo'],
    correctable: false,
  },
  OTHER_AID: {
    code: 'OTHER_AID',
    label: { id: 'Penerima bantuan lain', en: 'Receives other aid' },
    remedy: {
      id: 'Bila Anda tidak lagi menerima bantuan itu, minta Dinas Sosial atau penyalurnya memperbarui data Anda.',
      en: 'If you no longer receive that aid, ask the social affairs office or the body that paid it to update your data.',
    },
    by: ['system', 'reviewer'],
    correctable: 'by_rule_set',
  },
  PRIOR_RECIPIENT: {
    code: 'PRIOR_RECIPIENT',
    label: { id: 'Sudah pernah menjadi penerima', en: 'Has been a recipient before' },
    remedy: {
      id: 'Kartu Prakerja hanya diberikan satu kali. Bila Anda merasa belum pernah menerima, hubungi layanan pengaduan Kartu Prakerja.',
      en: 'Kartu Prakerja is given only once. If you believe you have never received it, contact the Kartu Prakerja complaints service.',
    },
    by: ['system', 'reviewer', 'pmo'],
    correctable: false,
  },
  BLACKLISTED: {
    code: 'BLACKLISTED',
    label: { id: 'Daftar hitam PMO', en: 'On the PMO blacklist' },
    remedy: {
      id: 'Hubungi layanan pengaduan Kartu Prakerja untuk mengetahui sebabnya dan mengajukan keberatan.',
      en: 'Contact the Kartu Prakerja complaints service to learn the cause and to object.',
    },
    by: ['system', 'reviewer', 'pmo'],
    correctable: false,
  },
  KK_LIMIT: {
    code: 'KK_LIMIT',
    label: { id: 'Sudah dua penerima dalam satu KK', en: 'Two recipients in one family card already' },
    remedy: {
      id: 'Satu Kartu Keluarga paling banyak dua penerima. Bila Anda sudah pisah KK, perbarui KK di Dinas Dukcapil lalu daftar pada gelombang berikutnya.',
      en: 'A family card can have two recipients at most. If you now have a card of your own, update it at the Dukcapil office and register in the next wave.',
    },
    by: ['system'],
    correctable: false,
  },
  DUPLICATE: {
    code: 'DUPLICATE',
    label: { id: 'Pendaftaran ganda', en: 'Registered more than once' },
    remedy: {
      id: 'Anda sudah terdaftar pada gelombang ini. Pakai pendaftaran yang pertama; tidak perlu mendaftar lagi.',
      en: 'You are already registered in this wave. Use your first registration; there is no need to register again.',
    },
    by: ['system', 'reviewer', 'pmo'],
    correctable: false,
  },
  DOC_MISSING: {
    code: 'DOC_MISSING',
    label: { id: 'Dokumen belum lengkap', en: 'A document is missing' },
    remedy: {
      id: 'Lampirkan dokumen yang diminta, lalu kirim ulang.',
      en: 'Attach the document that was asked for, then send again.',
    },
    by: ['reviewer'],
    correctable: true,
  },
  DOC_UNREADABLE: {
    code: 'DOC_UNREADABLE',
    label: { id: 'Dokumen tidak terbaca', en: 'A document cannot be read' },
    remedy: {
      id: 'Foto ulang dokumen asli di tempat terang, seluruh tepinya terlihat dan tulisannya tajam.',
      en: 'Photograph the original again in good light, with all edges visible and the writing sharp.',
    },
    by: ['reviewer'],
    correctable: true,
  },
  DECLARATION_UNSIGNED: {
    code: 'DECLARATION_UNSIGNED',
    label: { id: 'Pernyataan belum ditandatangani', en: 'The declaration is not signed' },
    remedy: {
      id: 'Tanda tangani pernyataan kebenaran data pada formulir, lalu serahkan kembali.',
      en: 'Sign the statement of data truth on the form and hand it in again.',
    },
    by: ['reviewer'],
    correctable: true,
  },
  DOC_SUSPECT: {
    code: 'DOC_SUSPECT',
    label: { id: 'Dokumen diduga palsu', en: 'A document is suspected to be forged' },
    remedy: {
      id: 'Datang ke Dinas Ketenagakerjaan membawa KTP-el asli untuk pemeriksaan langsung.',
      en: 'Come to the manpower office with your original e-ID card to have it examined.',
    },
    by: ['reviewer'],
    correctable: false,
    secondReader: true,
  },
  QUOTA: {
    code: 'QUOTA',
    label: { id: 'Kuota gelombang tidak mencukupi', en: 'The quota of the wave is used up' },
    remedy: {
      id: 'Data Anda tidak bermasalah. Silakan mendaftar lagi pada gelombang berikutnya.',
      en: 'Nothing is wrong with your data. Please register again in the next wave.',
    },
    by: ['system', 'coordinator'],
    correctable: false,
  },
  WITHDRAWN: {
    code: 'WITHDRAWN',
    label: { id: 'Mengundurkan diri', en: 'Withdrawn by the applicant' },
    remedy: {
      id: 'Bila berubah pikiran, Anda dapat mendaftar lagi pada gelombang berikutnya.',
      en: 'If you change your mind you can register again in the next wave.',
    },
    by: ['reviewer', 'coordinator', 'pmo'],
    correctable: false,
  },
  PMO_OTHER: {
    code: 'PMO_OTHER',
    label: { id: 'Alasan lain dari Manajemen Pelaksana', en: 'Another reason of the PMO' },
    remedy: {
      id: 'Ikuti catatan Manajemen Pelaksana yang tertulis di bawah alasan ini.',
      en: 'Follow the note of the PMO written under this reason.',
    },
    by: ['pmo'],
    correctable: true,
    noteRequired: true,
  },
} as const satisfies { [C in ReasonCode]: Reason & { code: C } };

/**
 * The codes somebody may give as the reason of a decision: those of their own, and those the system has
 * suggested from evidence (a reviewer rejects for `UNDER_AGE` because the screening said so, not on a guess).
 */
export function citableReasons(by: ReasonSource, suggested: readonly ReasonCode[]): ReasonCode[] {
  return REASON_CODES.filter((code) => {
    const sources: readonly ReasonSource[] = REASONS[code].by;
    return sources.includes(by) || suggested.includes(code);
  });
}
