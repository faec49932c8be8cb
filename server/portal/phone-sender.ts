import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MailResult } from '../notices/mailer.ts';

/** One short message to a telephone. The same id is the same message, however often it is sent. */
export interface PhoneMessage {
  to: string;
  text: string;
  messageId: string;
}

/** The way to people's telephones; a gateway for short messages takes this place. */
export interface PhoneSender {
  /** A failure of the way is `unreachable`, never an exception for the network's sake. */
  send(message: PhoneMessage): Promise<MailResult>;
}

/** Without a gateway: a file a message beside the mails, named by its id, so that a second writing is the same file. */
export function createFilePhoneSender(dir: string): PhoneSender {
  return {
    async send({ to, text, messageId }) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const file = join(dir, `${messageId.replace(/[^\w.-]/g, '_')}.txt`);
      await writeFile(`${file}.part`, `${to}\n${text}\n`, { mode: 0o600 });
      await rename(`${file}.part`, file);
      return { result: 'sent', detail: null };
    },
  };
}
