import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';

const ENTER = new Set(['\r', '\n', '\u0004']);
const BACKSPACE = new Set(['\u007f', '\b']);
const CANCEL = '\u0003';

/** Reads a line from a terminal without showing it. */
function fromTerminal(terminal: ReadStream, prompt: string): Promise<string> {
  process.stderr.write(prompt);
  terminal.setRawMode(true);
  terminal.resume();
  terminal.setEncoding('utf8');
  return new Promise((resolve) => {
    let typed = '';
    const end = () => {
      terminal.setRawMode(false);
      terminal.pause();
      terminal.off('data', take);
      process.stderr.write('\n');
    };
    const take = (text: string) => {
      for (const character of text) {
        if (character === CANCEL) {
          end();
          process.exit(130);
        }
        if (ENTER.has(character)) {
          end();
          return resolve(typed);
        }
        typed = BACKSPACE.has(character) ? typed.slice(0, -1) : typed + character;
      }
    };
    terminal.on('data', take);
  });
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

/** The password a person types, unseen on a terminal; the first line of anything else. */
export const readPassword = (prompt: string): Promise<string> =>
  process.stdin.isTTY ? fromTerminal(process.stdin, prompt) : firstLine();
