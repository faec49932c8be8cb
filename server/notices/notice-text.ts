import { writtenDay } from '../papers/paper-text.ts';
import { REASONS } from '../reference/reason-rules.ts';
import type { ReasonCode } from '../reference/reason-code-schema.ts';
import { dayOf } from '../wib-day-rules.ts';
import { withoutNumbers } from './notice-rules.ts';
import type { NoticeKind, NoticeText } from './notice-schema.ts';

/** What a message is written from; no NIK is among it. */
export interface NoticeFacts {
  kind: NoticeKind;
  fullName: string;
  registrationNo: string;
  waveName: string;
  officeName: string;
  /** ISO instant of the decision. */
  decidedAt: string;
  reasonCodes: readonly ReasonCode[];
  /** The remedy of the PMO's own code where the table has one; it stands in place of ours. */
  pmoRemedy: { reasonCode: ReasonCode; remedy: string } | null;
  note: string | null;
  /** True for whoever registered by an account of their own, and corrects there. */
  byPortal: boolean;
  /** Address of this installation. */
  publicUrl: string;
}

interface Template {
  subject: string;
  /** `{…}` are filled in. */
  paragraphs: readonly string[];
  /** Said after reasons and remedies. */
  after: readonly string[];
  /** In place of it to whoever has an account of their own. */
  afterByPortal?: readonly string[];
}

/** Every word an applicant reads, in one place: plain Indonesian, no abbreviation that is not explained. */
export const TEMPLATES = {
  confirmed: {
    subject: 'Anda ditetapkan sebagai peserta Kartu Prakerja',
    paragraphs: [
      'Selamat. Pendaftaran Anda dengan nomor {number} pada {wave} telah dikukuhkan oleh Manajemen Pelaksana Program Kartu Prakerja pada {day}.',
    ],
    after: [
      'Anda tidak perlu datang lagi ke kantor. Langkah berikutnya disampaikan oleh Manajemen Pelaksana kepada Anda.',
    ],
  },
  rejected: {
    subject: 'Pendaftaran Kartu Prakerja Anda tidak dapat diterima',
    paragraphs: [
      'Pendaftaran Anda dengan nomor {number} pada {wave} telah diperiksa, dan pada {day} diputuskan tidak dapat diterima. Sebabnya, dan apa yang dapat Anda lakukan:',
    ],
    after: [
      'Bila menurut Anda keputusan ini keliru, sampaikan kepada {office} dengan membawa KTP-el dan Kartu Keluarga.',
    ],
  },
  pmo_rejected: {
    subject: 'Pendaftaran Kartu Prakerja Anda ditolak oleh Manajemen Pelaksana',
    paragraphs: [
      'Pendaftaran Anda dengan nomor {number} pada {wave} telah diteruskan, dan pada {day} ditolak oleh Manajemen Pelaksana Program Kartu Prakerja. Sebabnya, dan apa yang dapat Anda lakukan:',
    ],
    after: ['Bila ada yang belum jelas, tanyakan kepada {office} dengan menyebutkan nomor registrasi Anda.'],
  },
  correction: {
    subject: 'Pendaftaran Kartu Prakerja Anda perlu diperbaiki',
    paragraphs: [
      'Pendaftaran Anda dengan nomor {number} pada {wave} belum dapat diproses dan pada {day} dikembalikan untuk diperbaiki. Yang perlu diperbaiki:',
    ],
    after: [
      'Perbaiki di {office} dengan membawa KTP-el dan Kartu Keluarga asli. Selama gelombang ini masih dibuka, pendaftaran Anda tetap tercatat dan tidak perlu diulang dari awal.',
    ],
    afterByPortal: [
      'Masuk ke akun Anda di {portal}, perbaiki isian yang ditandai, lalu kirim lagi. Pendaftaran Anda tetap tercatat dan tidak perlu diulang dari awal.',
    ],
  },
  revoked: {
    subject: 'Penetapan Kartu Prakerja Anda dicabut',
    paragraphs: [
      'Penetapan Anda sebagai peserta Kartu Prakerja, nomor registrasi {number} pada {wave}, dicabut oleh Manajemen Pelaksana pada {day}. Sebabnya, dan apa yang dapat Anda lakukan:',
    ],
    after: ['Bila ada yang belum jelas, tanyakan kepada {office} dengan menyebutkan nomor registrasi Anda.'],
  },
} as const satisfies Record<NoticeKind, Template>;

const CLOSING = [
  'Keadaan pendaftaran Anda dapat dilihat di {status} dengan nomor registrasi dan tanggal lahir.',
  'Layanan ini tidak dipungut biaya. Petugas tidak pernah meminta uang, kata sandi, atau kode OTP.',
] as const;

function filler(facts: NoticeFacts): (text: string) => string {
  const values: Record<string, string> = {
    number: facts.registrationNo,
    wave: facts.waveName,
    office: facts.officeName,
    day: writtenDay(dayOf(facts.decidedAt)),
    status: `${facts.publicUrl.replace(/\/+$/, '')}/status`,
    portal: `${facts.publicUrl.replace(/\/+$/, '')}/daftar`,
  };
  return (text) => text.replace(/\{(\w+)\}/g, (_place, name: string) => values[name] ?? '');
}

/** A reason with its remedy in Indonesian. */
function reasonOf(code: ReasonCode, facts: NoticeFacts): NoticeText['reasons'][number] {
  const { label, remedy } = REASONS[code];
  const own = facts.pmoRemedy?.reasonCode === code ? facts.pmoRemedy.remedy : null;
  // "Follow the note below" helps nobody where there is none.
  const bare = code === 'PMO_OTHER' && !facts.note;
  return {
    label: label.id,
    remedy: own ?? (bare ? 'Tanyakan sebabnya kepada kantor tempat Anda mendaftar.' : remedy.id),
  };
}

/** The message about one decision. The note is what colleagues or the PMO wrote for the applicant, without long numbers. */
export function noticeText(facts: NoticeFacts): NoticeText {
  const fill = filler(facts);
  const { subject, paragraphs, after, afterByPortal } = TEMPLATES[facts.kind] as Template;
  const note = facts.kind === 'confirmed' ? null : facts.note && withoutNumbers(facts.note).trim();
  return {
    subject,
    greeting: `Yth. ${facts.fullName},`,
    paragraphs: paragraphs.map(fill),
    reasons: facts.kind === 'confirmed' ? [] : facts.reasonCodes.map((code) => reasonOf(code, facts)),
    note: note || null,
    closing: [...(facts.byPortal ? (afterByPortal ?? after) : after), ...CLOSING].map(fill),
  };
}

/** The message as mail carries it. */
export function plainText({ greeting, paragraphs, reasons, note, closing }: NoticeText): string {
  return [
    greeting,
    ...paragraphs,
    ...reasons.map(({ label, remedy }) => `- ${label}.\n  ${remedy}`),
    ...(note ? [`Catatan: ${note}`] : []),
    ...closing,
    'Loket Prakerja\nPesan ini dikirim otomatis; jangan dibalas.',
  ].join('\n\n');
}
