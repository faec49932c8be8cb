import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PortalDocument, PortalMe, PortalSubmission } from '../../server/portal/portal-schema.ts';
import { plainPng } from './document-samples.ts';
import { readableText } from './mail-sink.ts';
import { person } from './registrations.ts';
import type { ApiClient, RunningSystem } from './running-system.ts';

export const APPLICANT_PASSWORD = 'kucing-lompat-pagar-77';
export const DECLARED = { dataTrue: true, notInEducation: true, notExcludedPost: true, consent: true };

export interface Refusal {
  code: string;
  message: string;
  errors?: Record<string, string>;
  details?: { blockers?: { code: string; field?: string }[]; version?: number };
}

/** The fields of an invented person that an applicant fills. */
export function formOf(no: number) {
  const { nik, kkNumber, birthPlace, birthDate, sex, ktpAddress, regionCode } = person(no);
  return {
    ...{ nik, kkNumber, birthPlace, birthDate, sex, ktpAddress, regionCode },
    ...{ educationLevel: 'SMA', employmentStatus: 'PENCARI_KERJA', declarations: DECLARED },
  };
}

export const accountOf = (no: number, values: Record<string, unknown> = {}) => ({
  fullName: person(no).fullName,
  email: `pendaftar-${no}@uji.example`,
  phone: `0812${String(30_000_000 + no)}`,
  password: APPLICANT_PASSWORD,
  ...values,
});

export interface SentMessage {
  to: string;
  subject: string;
  text: string;
  code: string | null;
  token: string | null;
}

const header = (raw: string, name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1] ?? '';

async function readMessage(path: string): Promise<SentMessage> {
  const raw = (await readFile(path, 'utf8')).replace(/\r\n/g, '\n');
  const mail = path.endsWith('.eml');
  const text = mail ? readableText({ to: '', text: raw }) : raw;
  return {
    to: mail ? header(raw, 'To').replace(/[<>]/g, '') : (raw.split('\n')[0] as string),
    subject: mail ? header(raw, 'Subject') : '',
    text,
    code: /\b(\d{6})\b/.exec(text.replace(/^\+62\d+/, ''))?.[1] ?? null,
    token: /#([\w-]{40,})/.exec(text)?.[1] ?? null,
  };
}

/** What a portal test does again and again: accounts, messages that were sent, forms that are whole. */
export function portalDesk(system: RunningSystem) {
  const mailDir = join(system.dataDir, 'mail');

  /** Sends what waits, and reads all that was sent to somebody, oldest first. */
  async function sentTo(to: string): Promise<SentMessage[]> {
    await system.services.applicants.worker.wake();
    const names = (await readdir(mailDir).catch(() => [] as string[])).filter((name) =>
      /^portal-.*\.(eml|txt)$/.test(name),
    );
    const numbered = names.map((name) => ({ name, no: Number(/^portal-(\d+)/.exec(name)?.[1]) }));
    numbered.sort((one, other) => one.no - other.no);
    const all = await Promise.all(numbered.map(({ name }) => readMessage(join(mailDir, name))));
    return all.filter((one) => one.to === to);
  }
  const lastTo = async (to: string) => (await sentTo(to)).at(-1) as SentMessage;

  /** The windows of all limits are over. */
  const nextDay = () => system.services.database.write('login_throttle').delete();

  async function registered(no: number, values: Record<string, unknown> = {}) {
    const account = accountOf(no, values);
    const client = system.visitor();
    const answer = await client.post('/api/portal/register', account);
    if (answer.status !== 202) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
    return { client, account };
  }

  async function verified(no: number, values: Record<string, unknown> = {}) {
    const { client, account } = await registered(no, values);
    const { code } = await lastTo(account.email);
    const answer = await client.post('/api/portal/verify-email', { email: account.email, code });
    if (answer.status !== 200) throw new Error(`not verified: ${JSON.stringify(answer.body)}`);
    return { client, account };
  }

  /** Logged in, with nothing filled yet. */
  async function applicant(no: number, values: Record<string, unknown> = {}) {
    const { client, account } = await verified(no, values);
    const { email, password } = account as { email: string; password: string };
    const answer = await client.post<PortalMe>('/api/portal/login', { email, password });
    if (answer.status !== 200) throw new Error(`not logged in: ${JSON.stringify(answer.body)}`);
    return { client, account, form: formOf(no) };
  }

  const attach = async (client: ApiClient, bytes?: Uint8Array, name = 'ktp.png') =>
    client.upload<PortalDocument & Refusal>(
      '/api/portal/submission/documents',
      { bytes: bytes ?? (await plainPng()), name, type: 'image/png' },
      { kind: 'ktp_photo' },
    );
  const save = (client: ApiClient, version: number, values: Record<string, unknown>) =>
    client.put<PortalSubmission & Refusal>('/api/portal/submission', { version, ...values });
  const submit = (client: ApiClient, version: number) =>
    client.post<PortalSubmission & Refusal>('/api/portal/submission/submit', { version });
  const current = async (client: ApiClient) =>
    (await client.get<PortalSubmission>('/api/portal/submission')).body;

  /** The whole form filled and a photo attached. */
  async function filled(no: number, values: Record<string, unknown> = {}) {
    const one = await applicant(no);
    const saved = await save(one.client, 0, { ...one.form, ...values });
    if (saved.status !== 200) throw new Error(`not saved: ${JSON.stringify(saved.body)}`);
    await attach(one.client);
    return { ...one, version: saved.body.version };
  }

  async function handedIn(no: number, values: Record<string, unknown> = {}) {
    const one = await filled(no, values);
    const answer = await submit(one.client, one.version);
    if (answer.status !== 200) throw new Error(`not handed in: ${JSON.stringify(answer.body)}`);
    const row = (await system.services.database
      .read('submissions')
      .where({ registration_no: answer.body.registrationNo })
      .first('id', 'version')) as { id: number; version: number };
    return { ...one, submission: answer.body, id: row.id };
  }

  /** A reviewer claims it and sends it back. */
  async function sentBack(reviewer: ApiClient, id: number, reasons: string[], note?: string) {
    const claimed = await reviewer.post<{ version: number }>(`/api/submissions/${id}/claim`, {});
    const { version } = claimed.body;
    const answer = await reviewer.post(`/api/submissions/${id}/return`, { version, reasons, note });
    if (answer.status !== 200) throw new Error(`not sent back: ${JSON.stringify(answer.body)}`);
  }

  return {
    sentTo,
    lastTo,
    nextDay,
    registered,
    verified,
    applicant,
    attach,
    save,
    submit,
    current,
    filled,
    handedIn,
    sentBack,
  };
}
export type PortalDesk = ReturnType<typeof portalDesk>;
