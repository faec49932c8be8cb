import { LIST_KEEPERS } from '../screening/list-keeper-rules.ts';
import { LIST_CODES } from '../screening/screening-schema.ts';

/** Every reason why an act on a batch or a delivery is refused, in words (id: Indonesian, en: English). */
export const BATCH_BLOCKER_TEXT = {
  ROLE_MAY_NOT: { id: 'peran Anda tidak berwenang', en: 'your role may not do this' },
  STATUS_FORBIDS: {
    id: 'status kolektif tidak mengizinkan',
    en: 'the status of the batch does not allow it',
  },
  SEALING: {
    id: 'kolektif sedang disegel; tunggu selesai atau batalkan prosesnya',
    en: 'the batch is being sealed; wait until that has ended, or cancel the job',
  },
  RATIFYING: {
    id: 'kolektif sedang disahkan; tunggu selesai atau batalkan prosesnya',
    en: 'the batch is being ratified; wait until that has ended, or cancel the job',
  },
  FORWARDING: {
    id: 'kolektif sedang diteruskan; tunggu selesai atau batalkan prosesnya',
    en: 'the batch is being forwarded; wait until that has ended, or cancel the job',
  },
  ROWS_FOLLOWING: {
    id: 'pendaftaran di dalamnya masih mengikuti status kolektif; tunggu sebentar',
    en: 'its registrations still follow the batch to its status; wait a moment',
  },
  EMPTY_BATCH: { id: 'kolektif masih kosong', en: 'the batch holds no row' },
  PAPERS_MISSING: {
    id: 'surat pernyataan atau BAST bertanda tangan dengan sidik digital ini belum dilampirkan',
    en: 'the signed attestation or handover minutes with this digest are not attached',
  },
  NOT_DELIVERED: { id: 'kiriman belum diterima PMO', en: 'the delivery has not reached the PMO yet' },
  COMPOSED_BY_ACTOR: { id: 'Anda ikut menyusun kolektif ini', en: 'you composed this batch' },
  SEALED_BY_ACTOR: { id: 'Anda yang menyegel kolektif ini', en: 'you sealed this batch' },
  KEYED_BY_ACTOR: {
    id: 'Anda mengetik, mengimpor, atau mengubah data dalam kolektif ini',
    en: 'you keyed, imported or edited rows of this batch',
  },
  VERIFIED_BY_ACTOR: {
    id: 'Anda memverifikasi data dalam kolektif ini atau ikut membaca identitasnya',
    en: 'you verified rows of this batch or were a reader of theirs',
  },
  OWN_REGISTRATION: {
    id: 'pendaftaran Anda sendiri ada dalam kolektif ini',
    en: 'your own registration is in this batch',
  },
  NOTHING_TO_SIGN: {
    id: 'tidak ada tahap yang menunggu tanda tangan',
    en: 'no stage is waiting for a signature',
  },
  NOT_A_SIGNER: {
    id: 'tahap ini ditandatangani orang lain',
    en: 'this stage is signed by other people',
  },
  SIGNED_BEFORE: { id: 'tanda tangan Anda sudah ada', en: 'your signature stands already' },
  SIGNED_FOR_BEFORE: {
    id: 'pemberi kuasa sudah menandatangani',
    en: 'whoever lent you their signature has signed already',
  },
  SIGN_OFF_MISSING: {
    id: 'tanda tangan tahap sebelumnya belum lengkap',
    en: 'signatures of a stage before are missing',
  },
  SIGNED_BY_ACTOR: {
    id: 'Anda sudah menandatangani kolektif ini',
    en: 'you signed this batch yourself',
  },
  QUOTA: {
    id: 'sisa kuota gelombang lebih kecil dari isi kolektif',
    en: 'the quota left in the wave is smaller than the batch',
  },
  STALE_CHECK: {
    id: 'pemeriksaan identitas kedaluwarsa; kembalikan baris itu untuk diperiksa lagi',
    en: 'identity checks are too old; send those rows back to be checked again',
  },
  STALE_SCREENING: {
    id: 'penapisan kedaluwarsa atau tidak bersih; tapis lagi',
    en: 'screening is too old or not clear; screen again',
  },
  LIST_NEWER: {
    id: 'ada daftar penapisan yang lebih baru; tapis lagi',
    en: 'a newer screening list was loaded; screen again',
  },
  SCREENING_HIT: { id: 'tidak lolos penapisan', en: 'screening found a reason to refuse' },
  SCREENING_UNKNOWN: {
    id: 'daftar penapisan belum dimuat atau terlalu lama; minta administrator memuat yang terbaru',
    en: 'a screening list is not loaded or too old; ask the administrator to load a new one',
  },
  DECREE_NO_USED: {
    id: 'nomor keputusan ini sudah dipakai kolektif lain',
    en: 'this decree number was used for another batch',
  },
  DECREE_DATE_FUTURE: { id: 'tanggal keputusan di masa depan', en: 'the decree is dated in the future' },
  DIGEST_DIFFERS: {
    id: 'sidik digital tidak sama dengan yang diterima',
    en: 'the digest differs from what was received',
  },
  COUNT_DIFFERS: {
    id: 'jumlah baris tidak sama dengan yang diterima',
    en: 'the number of rows differs from what was received',
  },
  MANIFEST_TAMPERED: {
    id: 'data dalam kolektif tidak lagi sama dengan yang disegel; hubungi auditor',
    en: 'the rows are no longer what was sealed; call the auditor',
  },
  ROWS_MOVED: {
    id: 'ada baris yang baru saja berubah status; muat ulang',
    en: 'a row has just changed its status; reload',
  },
  COUNT_CHANGED: {
    id: 'jumlah baris yang cocok dengan saringan sudah berubah; muat ulang',
    en: 'the number of rows that match the filter has changed; reload',
  },
  ALREADY_ANSWERED: { id: 'sudah dijawab berbeda', en: 'it was answered differently before' },
  NOT_IN_BATCH: { id: 'tidak ada dalam kolektif ini', en: 'it is not in this batch' },
  AFTER_DEADLINE: {
    id: 'batas waktu penyerahan gelombang sudah lewat; perlu izin terlambat',
    en: 'the hand-over deadline of the wave has passed; an override is needed',
  },
  NO_APPROVER: {
    id: 'tidak ada pengesah yang bebas dari semua baris ini',
    en: 'no approver is free of all these rows',
  },
  NOT_FOUND: { id: 'tidak ditemukan', en: 'it does not exist' },
  NOT_VERIFIED: { id: 'belum terverifikasi', en: 'it is not verified' },
  IN_OTHER_BATCH: { id: 'sudah ada dalam kolektif lain', en: 'it is in another batch' },
  ALREADY_IN_BATCH: { id: 'sudah ada dalam kolektif ini', en: 'it is in this batch already' },
  OTHER_WAVE: { id: 'gelombang lain', en: 'it belongs to another wave' },
  OTHER_CHANNEL: { id: 'kanal lain', en: 'it came in by the other channel' },
  OTHER_OFFICE: { id: 'kantor lain', en: 'it belongs to another office' },
  OTHER_PROPOSER: { id: 'pengusul lain', en: 'it was nominated by another proposer' },
  DISPATCH_NOT_FAILED: {
    id: 'kiriman ini sudah dijawab PMO atau sedang dikirim',
    en: 'the PMO has answered this delivery, or it is being sent',
  },
  DISPATCH_UNDER_WAY: {
    id: 'kiriman ini mungkin sudah sampai lewat jaringan; tanyakan dulu ke PMO',
    en: 'this delivery may have arrived over the wire; ask the PMO first',
  },
  DISPATCH_NOT_BY_FILE: {
    id: 'kiriman ini tidak lewat berkas, atau tanda terimanya sudah diambil',
    en: 'this delivery does not go by file, or its receipt was taken already',
  },
  ISSUE_CLOSED: { id: 'temuan ini sudah ditutup', en: 'this work item is closed already' },
} as const satisfies Record<string, { id: string; en: string }>;

export type BatchBlockerCode = keyof typeof BATCH_BLOCKER_TEXT;

/** The lists that gave no answer, each with whom to ask for a newer one. */
function listsToAsk(lists: unknown): string {
  const codes = LIST_CODES.filter((code) => Array.isArray(lists) && lists.includes(code));
  return codes.map((code) => `${LIST_KEEPERS[code].name.en}: ${LIST_KEEPERS[code].keeper.en}`).join('; ');
}

/** The blockers with their English sentence, as the 409 carries them; the console has its own language. */
export function withBatchMessages<B extends { code: string; lists?: unknown }>(
  blockers: readonly B[],
): (B & { message: string })[] {
  const texts: Record<string, { en: string }> = BATCH_BLOCKER_TEXT;
  return blockers.map((blocker) => {
    const text = texts[blocker.code]?.en ?? blocker.code;
    const asked = blocker.code === 'SCREENING_UNKNOWN' ? listsToAsk(blocker.lists) : '';
    return { ...blocker, message: asked ? `${text} (${asked})` : text };
  });
}
