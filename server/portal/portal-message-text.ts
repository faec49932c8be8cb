import { CODE_MINUTES } from './portal-limit-rules.ts';

export const MESSAGE_KINDS = ['verify', 'known', 'reset', 'password_changed', 'phone_code'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What a message is written from. Nothing that somebody else could have typed stands in it: no name, no telephone. */
export interface MessageFacts {
  kind: MessageKind;
  code: string | null;
  token: string | null;
  /** Address of this installation. */
  publicUrl: string;
}

interface Template {
  subject: { id: string; en: string };
  /** `{…}` are filled in. */
  id: readonly string[];
  en: readonly string[];
}

const IGNORE = {
  id: 'Bila bukan Anda yang meminta, abaikan pesan ini dan jangan berikan kodenya kepada siapa pun. Petugas tidak pernah menanyakan kode.',
  en: 'If it was not you who asked, ignore this message and give the code to nobody. No officer ever asks for it.',
};

/** Every word of the portal's messages, in Indonesian and below it in English: nobody has said yet which they read. */
export const MESSAGE_TEMPLATES = {
  verify: {
    subject: { id: 'Kode verifikasi akun Kartu Prakerja Anda', en: 'Your verification code' },
    id: [
      'Kode verifikasi Anda: {code}',
      'Atau buka tautan ini: {verify}',
      'Kode dan tautan berlaku {minutes} menit.',
      IGNORE.id,
    ],
    en: [
      'Your verification code: {code}',
      'Or open this link: {verify}',
      'Code and link hold for {minutes} minutes.',
      IGNORE.en,
    ],
  },
  known: {
    subject: { id: 'Alamat e-mail ini sudah memiliki akun', en: 'This address has an account' },
    id: [
      'Seseorang mendaftarkan akun Kartu Prakerja dengan alamat e-mail ini, tetapi alamat ini sudah memiliki akun. Tidak ada yang berubah.',
      'Bila itu Anda, silakan masuk di {portal}. Bila lupa kata sandi, mintalah kata sandi baru di halaman masuk.',
    ],
    en: [
      'Somebody registered an account with this e-mail address, but it has an account already. Nothing was changed.',
      'If it was you, log in at {portal}. If you forgot your password, ask for a new one on the login page.',
    ],
  },
  reset: {
    subject: { id: 'Kode untuk mengganti kata sandi', en: 'Your code for a new password' },
    id: [
      'Kode untuk mengganti kata sandi Anda: {code}',
      'Atau buka tautan ini: {reset}',
      'Kode dan tautan berlaku {minutes} menit.',
      IGNORE.id,
    ],
    en: [
      'Your code for a new password: {code}',
      'Or open this link: {reset}',
      'Code and link hold for {minutes} minutes.',
      IGNORE.en,
    ],
  },
  password_changed: {
    subject: { id: 'Kata sandi Anda telah diganti', en: 'Your password was changed' },
    id: [
      'Kata sandi akun Kartu Prakerja Anda baru saja diganti, dan sesi di perangkat lain telah diakhiri.',
      'Bila bukan Anda, segera minta kata sandi baru di {portal}.',
    ],
    en: [
      'The password of your account was changed just now, and sessions on other devices were ended.',
      'If it was not you, ask for a new password at {portal} at once.',
    ],
  },
  phone_code: {
    subject: { id: '', en: '' },
    id: ['Loket Prakerja: kode Anda {code}, berlaku {minutes} menit. Jangan berikan kepada siapa pun.'],
    en: ['Your code is {code}, valid for {minutes} minutes. Give it to nobody.'],
  },
} as const satisfies Record<MessageKind, Template>;

const SIGNED =
  'Loket Prakerja\nPesan ini dikirim otomatis; jangan dibalas. / Sent automatically; do not reply.';

export interface MessageText {
  subject: string;
  text: string;
}

/** A message in its words. Tokens stand behind a `#`: no server and no proxy on the way writes them down. */
export function messageText({ kind, code, token, publicUrl }: MessageFacts): MessageText {
  const portal = `${publicUrl.replace(/\/+$/, '')}/daftar`;
  const values: Record<string, string> = {
    portal,
    code: code ?? '',
    verify: `${portal}/verifikasi#${token ?? ''}`,
    reset: `${portal}/sandi-baru#${token ?? ''}`,
    minutes: String(CODE_MINUTES),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_place, name: string) => values[name] ?? '');
  const { subject, id, en } = MESSAGE_TEMPLATES[kind] as Template;
  const paragraphs = [...id.map(fill), ...(kind === 'phone_code' ? [] : ['—']), ...en.map(fill)];
  return {
    subject: subject.id ? `${subject.id} / ${subject.en}` : '',
    text: [...paragraphs, ...(kind === 'phone_code' ? [] : [SIGNED])].join(
      kind === 'phone_code' ? '\n' : '\n\n',
    ),
  };
}
