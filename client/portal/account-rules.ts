/** What an applicant types about the account, judged before it is sent; the server judges it again. */

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
const NAME_MAX = 60;
const EMAIL_MAX = 120;

/** The server's `EMAIL_SHAPE` (submission-schema.ts), which would bring zod along; a test holds the two together. */
export const EMAIL_LOOKS = /^[^\s@<>()[\]\\,;:"]+@(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;

export type AccountProblem =
  'required' | 'nameLong' | 'email' | 'phone' | 'passwordShort' | 'passwordLong' | 'code';

export function nameProblem(name: string): AccountProblem | null {
  const text = name.trim();
  if (text === '') return 'required';
  return text.length > NAME_MAX ? 'nameLong' : null;
}

export function emailProblem(email: string): AccountProblem | null {
  const text = email.trim();
  if (text === '') return 'required';
  return text.length <= EMAIL_MAX && EMAIL_LOOKS.test(text) ? null : 'email';
}

/** A number as people write it (`0812-3456 7890`, `62812…`) as the API takes it. */
export function plainPhone(phone: string): string {
  const bare = phone.replace(/[\s().-]/g, '');
  return bare.startsWith('62') ? `+${bare}` : bare;
}

export function phoneProblem(phone: string): AccountProblem | null {
  if (phone.trim() === '') return 'required';
  return /^(\+62|0)8\d{7,12}$/.test(plainPhone(phone)) ? null : 'phone';
}

export function passwordProblem(password: string): AccountProblem | null {
  if (password === '') return 'required';
  if (password.length < PASSWORD_MIN) return 'passwordShort';
  return password.length > PASSWORD_MAX ? 'passwordLong' : null;
}

export function codeProblem(code: string): AccountProblem | null {
  if (code.trim() === '') return 'required';
  return /^\d{6}$/.test(plainCode(code)) ? null : 'code';
}

/** People copy codes with spaces between the digits. */
export const plainCode = (code: string): string => code.replace(/\s/g, '');

export const STRENGTHS = ['tooShort', 'enough', 'good'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** By length alone: length is what helps most, and the server has the last word about common passwords. */
export function strengthOf(password: string): Strength {
  if (password.length < PASSWORD_MIN) return 'tooShort';
  return password.length < 16 ? 'enough' : 'good';
}

/** Characters still to type until the password is long enough. */
export const missingCharacters = (password: string): number => Math.max(0, PASSWORD_MIN - password.length);

/** Whole seconds until another code may be asked for. `sentAt`, `now` in milliseconds. */
export const RESEND_SECONDS = 60;
export const resendIn = (sentAt: number | null, now: number): number =>
  sentAt === null ? 0 : Math.max(0, Math.ceil(RESEND_SECONDS - (now - sentAt) / 1000));
