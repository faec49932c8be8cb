import { unknownListText } from '../screening/list-keeper-rules.ts';
import { LIST_CODES } from '../screening/screening-schema.ts';

/** Every reason why an act on a registration is refused, in words (id: Indonesian, en: English). */
export const BLOCKER_TEXT: Record<string, { id: string; en: string }> = {
  ROLE_MAY_NOT: { id: 'peran Anda tidak berwenang', en: 'your role may not do this' },
  STATUS_FORBIDS: {
    id: 'status pendaftaran tidak mengizinkan',
    en: 'the status of the registration does not allow it',
  },
  OTHER_OFFICE: { id: 'pendaftaran kantor lain', en: 'it belongs to another office' },
  AFTER_DEADLINE: {
    id: 'batas waktu penyerahan gelombang sudah lewat; perlu izin terlambat',
    en: 'the hand-over deadline of the wave has passed; an override is needed',
  },
  CLAIMED_BY_OTHER: { id: 'sedang ditangani petugas lain', en: 'somebody else is working on it' },
  NOT_CLAIMED: { id: 'ambil berkas ini terlebih dahulu', en: 'claim the case first' },
  OWN_REGISTRATION: {
    id: 'pendaftaran Anda sendiri (NIK sama)',
    en: 'it is your own registration (same NIK)',
  },
  KEYED_BY_ACTOR: {
    id: 'Anda yang mengetik, mengimpor, atau mengubah data ini',
    en: 'you keyed, imported or edited it',
  },
  DECIDED_BY_OTHER: { id: 'diputuskan oleh petugas lain', en: 'somebody else decided it' },
  IN_SEALED_BATCH: {
    id: 'ada dalam kolektif yang sudah disegel; buka segel atau kembalikan dahulu',
    en: 'it is in a sealed batch; unseal it or have it sent back first',
  },
  IDENTITY_UNCHECKED: { id: 'identitas belum diperiksa', en: 'the identity has not been checked' },
  IDENTITY_STALE: {
    id: 'pemeriksaan identitas kedaluwarsa; periksa lagi',
    en: 'the identity check is stale; check again',
  },
  IDENTITY_UNAVAILABLE: {
    id: 'register KTP tidak terjangkau; coba lagi nanti',
    en: 'the KTP register cannot be reached; try again later',
  },
  IDENTITY_MISMATCH: {
    id: 'identitas tidak cocok dengan KTP',
    en: 'the identity does not match the KTP register',
  },
  IDENTITY_NOT_SETTLED: {
    id: 'kecocokan sebagian belum diputuskan pembaca pertama',
    en: 'the partial match was not settled by a first reader',
  },
  IDENTITY_SECOND_READER_MISSING: { id: 'menunggu pembaca kedua', en: 'a second reader is missing' },
  IDENTITY_READERS_DISAGREE: {
    id: 'kedua pembaca berbeda pendapat; menunggu putusan koordinator',
    en: 'the two readers disagree; a coordinator decides',
  },
  SEALED_DATA_UNREADABLE: {
    id: 'NIK atau nomor KK tidak dapat dibuka; laporkan kepada administrator',
    en: 'the sealed NIK or KK number does not open; report it to the administrator',
  },
  SCREENING_UNCHECKED: { id: 'penapisan belum dijalankan', en: 'screening has not run' },
  SCREENING_UNKNOWN: {
    id: 'daftar penapisan belum dimuat atau terlalu lama; minta administrator memuat yang terbaru',
    en: 'a screening list is not loaded or too old; ask the administrator to load a new one',
  },
  SCREENING_STALE: {
    id: 'daftar penapisan sudah diperbarui; periksa lagi',
    en: 'a screening list was renewed since; check again',
  },
  SCREENING_HIT: { id: 'tidak lolos penapisan', en: 'screening found a reason to refuse' },
  NOTHING_TO_SCREEN: {
    id: 'belum ada pendaftaran yang perlu ditapis',
    en: 'there is no registration to be screened yet',
  },
  DUPLICATE: { id: 'dugaan pendaftaran ganda belum diputuskan', en: 'a possible duplicate is not decided' },
  SAME_PERSON: {
    id: 'orang yang sama sudah punya pendaftaran lain yang berjalan',
    en: 'the same person has another registration under way',
  },
  KK_LIMIT: {
    id: 'kuota dua penerima per KK sudah penuh',
    en: 'two recipients of this KK card already hold its places',
  },
  DOC_MISSING: { id: 'dokumen wajib belum ada', en: 'a required document is missing' },
  PRESENCE_UNEXPLAINED: {
    id: 'tidak hadir sendiri tanpa alasan tertulis',
    en: 'did not come in person and no reason is given',
  },
  KTP_NOT_SEEN_UNEXPLAINED: {
    id: 'KTP asli tidak dilihat tanpa alasan tertulis',
    en: 'the original KTP was not seen and no reason is given',
  },
  LURING_REASON_MISSING: {
    id: 'alasan jalur luring belum diisi',
    en: 'the reason for registering offline is missing',
  },
  DECLARATION_UNSIGNED: { id: 'pernyataan belum lengkap', en: 'not every declaration is made' },
  WAVE_CLOSED: { id: 'gelombang tidak sedang dibuka', en: 'the wave is not open' },
  NOT_PARTIAL: {
    id: 'hanya kecocokan sebagian yang diputuskan pembaca',
    en: 'only a partial match is settled by readers',
  },
  SAME_READER: { id: 'tiap pembaca harus orang lain', en: 'each reader must be another person' },
  ALREADY_READ: { id: 'sudah dibaca', en: 'it was read already' },
  FIRST_READER_MISSING: { id: 'pembaca pertama belum memutuskan', en: 'the first reader has not settled it' },
  SECOND_READER_MISSING: { id: 'pembaca kedua belum membaca', en: 'the second reader has not read it' },
  READERS_AGREE: { id: 'kedua pembaca sependapat', en: 'the two readers agree' },
  REASON_NOT_FOR_ROLE: {
    id: 'kode alasan ini bukan untuk tindakan ini',
    en: 'this reason code does not fit the act',
  },
  UNDER_AGE: { id: 'usia di bawah batas', en: 'below the minimum age' },
  OVER_AGE: { id: 'usia di atas batas', en: 'above the maximum age' },
};

/** The sentence of one blocker: a list that gives no answer is named with whom to ask for a newer one. */
export function blockerText(blocker: {
  code: string;
  list?: unknown;
}): { id: string; en: string } | undefined {
  const list = LIST_CODES.find((code) => code === blocker.list);
  if (blocker.code === 'SCREENING_UNKNOWN' && list) return unknownListText(list);
  return BLOCKER_TEXT[blocker.code];
}

/** The blockers with their English sentence, as the 409 carries them; the console has its own language. */
export function withMessages<B extends { code: string; holderName?: unknown; list?: unknown }>(
  blockers: readonly B[],
): (B & { message: string })[] {
  return blockers.map((blocker) => ({
    ...blocker,
    message:
      typeof blocker.holderName === 'string'
        ? `${blocker.holderName} is working on it`
        : (blockerText(blocker)?.en ?? blocker.code),
  }));
}
