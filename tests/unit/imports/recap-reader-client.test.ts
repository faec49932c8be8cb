import { describe, expect, it } from 'vitest';
import { readRecapInWorker } from '../../../server/imports/recap-reader-client.ts';
import {
  collecting,
  CONTEXT,
  fileWith,
  goodLines,
  HEADER,
  lineOf,
  refusalOf,
  workbookParts,
} from './recap-samples.ts';
import { zip } from './zip-builder.ts';

const csv = (rows: number) => fileWith(`${HEADER}\n${goodLines(rows)}\n`);

describe('the thread that reads recaps', () => {
  it('gives the same rows, order and totals as reading in place', async () => {
    const options = collecting();
    const summary = await readRecapInWorker(csv(5_200), options);
    expect(summary).toEqual({ kind: 'csv', totals: { rows: 5_200, male: 0, female: 5_200 } });
    expect(options.rows.map((row) => row.line)).toEqual(
      Array.from({ length: 5_200 }, (_none, index) => index + 2),
    );
  });

  it('waits for rows to be stored, and never has two parts stored at once', async () => {
    let atOnce = 0;
    let most = 0;
    let parts = 0;
    await readRecapInWorker(csv(6_000), {
      context: CONTEXT,
      onRows: async () => {
        parts += 1;
        most = Math.max(most, (atOnce += 1));
        await new Promise((resolve) => setTimeout(resolve, 20));
        atOnce -= 1;
      },
    });
    expect({ parts, most }).toEqual({ parts: 6, most: 1 });
  });

  it('carries a refusal over with code and words', async () => {
    const error = await refusalOf(readRecapInWorker(fileWith(`${HEADER}\nPK-1,R1`), collecting()));
    expect(error).toMatchObject({ code: 'CUT_FILE', words: { en: expect.stringContaining('line 2') } });
  });

  it('stops at once when storing fails, and says why', async () => {
    let parts = 0;
    const storing = readRecapInWorker(csv(6_000), {
      context: CONTEXT,
      onRows: () => {
        parts += 1;
        throw new Error('disk full');
      },
    });
    await expect(storing).rejects.toThrow('disk full');
    expect(parts).toBe(1);
  });

  it('stops when the import is cancelled', async () => {
    const cancel = new AbortController();
    const reading = readRecapInWorker(csv(6_000), {
      context: CONTEXT,
      signal: cancel.signal,
      onRows: () => cancel.abort(new Error('cancelled')),
    });
    await expect(reading).rejects.toThrow('cancelled');
  });

  it('is killed when it falls silent, but not while rows are slow to be stored', async () => {
    const path = fileWith(`${HEADER}\n${lineOf()}\n`);
    const impatient = { ...collecting(), silenceMs: 1 };
    expect((await refusalOf(readRecapInWorker(path, impatient))).code).toBe('TIMED_OUT');
    const slowStore = readRecapInWorker(path, {
      context: CONTEXT,
      silenceMs: 8_000,
      onRows: () => new Promise<void>((resolve) => setTimeout(resolve, 8_300)),
    });
    await expect(slowStore).resolves.toMatchObject({ totals: { rows: 1 } });
  });

  it('is ended by its memory limit when a sheet claims rows without end, and the server lives on', async () => {
    const endless = zip(workbookParts('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'));
    expect((await refusalOf(readRecapInWorker(fileWith(endless), collecting()))).code).toBe('TOO_LARGE');
  });

  it('rejects when the file is not there', async () => {
    await expect(readRecapInWorker('/nonexistent/recap.csv', collecting())).rejects.toThrow('ENOENT');
  });
});
