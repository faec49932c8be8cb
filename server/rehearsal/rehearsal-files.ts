import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RehearsalFile {
  path: string;
  name: string;
  size: number;
}

/** Files of the rehearsal, written into a folder of its own. */
export function createFiles(dir: string) {
  let written = 0;
  return {
    async write(name: string, content: string | Buffer): Promise<RehearsalFile> {
      written += 1;
      const path = join(dir, `${written}-${name}`);
      await writeFile(path, content);
      return { path, name, size: (await stat(path)).size };
    },
    /** A CSV whose invented cells hold neither commas nor quotes. */
    csv(name: string, columns: readonly string[], rows: readonly Record<string, string>[]) {
      const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
      return this.write(name, `${[columns.join(','), ...lines].join('\r\n')}\r\n`);
    },
  };
}
export type RehearsalFiles = ReturnType<typeof createFiles>;
