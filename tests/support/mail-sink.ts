import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface SunkMail {
  to: string;
  /** The whole message as it came. */
  text: string;
}

/** What the sink does with the next messages: takes them, or answers as a server in trouble does. */
export type SinkMood = 'take' | 'refuse' | 'later' | 'cut-after-taking';

/** A mail server that keeps what it is given; speaks as much SMTP as a client needs. */
export async function startMailSink() {
  const mails: SunkMail[] = [];
  let mood: SinkMood = 'take';
  const sockets = new Set<Socket>();

  function serve(socket: Socket): void {
    let buffer = '';
    let to = '';
    let body: string | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const command = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO' || verb === 'HELO') return say('250 sink');
      if (verb === 'RCPT') {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (mood === 'refuse') return say('550 no such mailbox');
        if (mood === 'later') return say('451 try again later');
      }
      if (verb === 'DATA') {
        body = '';
        return say('354 go on');
      }
      if (verb === 'QUIT') {
        say('221 bye');
        return socket.end();
      }
      return say('250 ok');
    };
    socket.on('data', (chunk) => {
      buffer += chunk.toString('utf8');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (body === null) command(line);
        else if (line === '.') {
          mails.push({ to, text: body });
          body = null;
          // The message is in, and nobody learns of it.
          if (mood === 'cut-after-taking') socket.destroy();
          else say('250 queued');
        } else body += `${line}\n`;
      }
    });
    socket.on('error', () => undefined);
    say('220 sink');
  }

  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    be: (next: SinkMood) => {
      mood = next;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type MailSink = Awaited<ReturnType<typeof startMailSink>>;

export const messageIdOf = ({ text }: SunkMail): string => /^Message-ID: (\S+)/im.exec(text)?.[1] ?? '';

/** The text of a message as a person reads it. */
export function readableText({ text }: SunkMail): string {
  const body = text.slice(text.indexOf('\n\n') + 2);
  if (/^Content-Transfer-Encoding: base64/im.test(text)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(text)) return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
