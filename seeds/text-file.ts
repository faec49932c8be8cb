import { open, rename, rm } from 'node:fs/promises';

/** A text file written line by line; under its own name only once it is whole. */
export type TextFile = {
  append: (text: string) => void;
  /** Writes what has been appended; awaiting it keeps a fast writer from outrunning the disk. */
  flush: () => Promise<void>;
  /** Writes the rest and gives the file its name. */
  finish: () => Promise<void>;
  /** Removes what was written. */
  abandon: () => Promise<void>;
};

/** Opens `path` for writing; until `finish` the text lies in `<path>.part`. */
export async function createTextFile(path: string): Promise<TextFile> {
  const part = `${path}.part`;
  const handle = await open(part, 'w');
  let waiting: string[] = [];
  const flush = async () => {
    const text = waiting.join('');
    waiting = [];
    if (text !== '') await handle.writeFile(text);
  };
  return {
    append: (text) => void waiting.push(text),
    flush,
    finish: async () => {
      await flush();
      await handle.close();
      await rename(part, path);
    },
    abandon: async () => {
      await handle.close();
      await rm(part, { force: true });
    },
  };
}

/** One line of CSV (RFC 4180), quoted only where it must be, with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
