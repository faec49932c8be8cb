import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'loket-rehearsal-command-'));
const run = (words: string[], env: NodeJS.ProcessEnv = {}) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'server/rehearsal/rehearsal-command.ts', ...words],
    { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: '', ...env } },
  );
  return { status, stdout, lines: stderr.trim().split('\n') };
};

afterAll(() => rmSync(dir, { recursive: true }));

describe('the rehearse command', () => {
  it('says what it does and takes', () => {
    const { status, stdout } = run(['--help']);
    expect(status).toBe(0);
    for (const option of ['--rows', '--db', '--database-url', '--keep', '--seed'])
      expect(stdout).toContain(option);
  });

  it('refuses in production with one line, and makes nothing', () => {
    const keep = join(dir, 'production');
    const { status, stdout, lines } = run(['--keep', keep], { NODE_ENV: 'production' });
    expect([status, stdout, lines.length]).toEqual([1, '', 1]);
    expect(lines[0]).toContain('production');
    expect(existsSync(keep)).toBe(false);
  });

  it('refuses a folder with anything in it', () => {
    const keep = mkdtempSync(join(dir, 'used-'));
    writeFileSync(join(keep, 'somebody'), '');
    const { status, lines } = run(['--keep', keep]);
    expect([status, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toContain('not empty');
  });

  it('names what is wrong with an option in one line', () => {
    const wrong: [string[], RegExp][] = [
      [['--rows', '7'], /--rows takes a number/],
      [['--rows', 'many'], /--rows takes a number/],
      [['--db', 'oracle'], /--db takes sqlite or postgres/],
      [['--db', 'postgres'], /--database-url/],
      [['--bogus'], /--bogus/],
    ];
    for (const [words, why] of wrong) {
      const { status, lines } = run(words);
      expect([status, lines.length]).toEqual([1, 1]);
      expect(lines[0]).toMatch(why);
    }
  });
});
