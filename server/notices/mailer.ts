import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';

/** One message as it leaves the house. The same Message-ID is the same message, however often it is sent. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** `notice-17.4f…@host`, without brackets. */
  messageId: string;
}

export interface MailResult {
  /** `refused`: this address will never take it; `unreachable`: try again. */
  result: 'sent' | 'refused' | 'unreachable';
  /** What went wrong, without the address. */
  detail: string | null;
}

/** The way to people's mail: the only thing that knows where it is. */
export interface Mailer {
  /** A failure of the way is `unreachable`, never an exception for the network's sake. */
  send(mail: Mail): Promise<MailResult>;
  kind: 'smtp' | 'files';
  close(): void;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
const TIMEOUT_MS = 20_000;

const optionsOf = (from: string, { to, subject, text, messageId }: Mail): SendMailOptions => ({
  from,
  // As an object: a comma in an address makes no second recipient.
  to: { name: '', address: to },
  subject,
  text,
  messageId: `<${messageId}>`,
  headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'id' },
});

/** What the server or the network said, as it may be kept: its code, never its text, which repeats the address. */
function failure(error: unknown): MailResult {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const detail = [responseCode, code].filter((one) => one !== undefined).join(' ') || 'unknown';
  // 5xx is for good, except where it is our own account that is refused; an address nobody could be asked about as well.
  const forGood = responseCode === undefined ? code === 'EENVELOPE' : responseCode >= 500 && code !== 'EAUTH';
  return { result: forGood ? 'refused' : 'unreachable', detail };
}

/** Mail through a server. Outside this machine only over TLS: what is in it is about people. */
export function createSmtpMailer(url: string, from: string): Mailer {
  const { hostname, protocol } = new URL(url);
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    requireTLS: protocol === 'smtp:' && !LOOPBACK.includes(hostname),
    ignoreTLS: LOOPBACK.includes(hostname) && protocol === 'smtp:',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    kind: 'smtp',
    async send(mail) {
      try {
        await transport.sendMail(optionsOf(from, mail));
        return { result: 'sent', detail: null };
      } catch (error) {
        return failure(error);
      }
    },
    close: () => transport.close(),
  };
}

/** Without a mail server: a file a message, named by its Message-ID, so that a second writing is the same file. */
export function createFileMailer(dir: string, from: string): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    kind: 'files',
    async send(mail) {
      const { message } = await composer.sendMail(optionsOf(from, mail));
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const file = join(dir, `${mail.messageId.replace(/[^\w.-]/g, '_')}.eml`);
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
      return { result: 'sent', detail: null };
    },
    close: () => undefined,
  };
}
