import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSeedArguments, REFERENCE_DAY } from '../../../seeds/seed-arguments.ts';

const dir = mkdtempSync(join(tmpdir(), 'seed-'));
const run = (words: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'seeds/main.ts', ...words], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'test', ...env },
  });

afterAll(() => rmSync(dir, { recursive: true }));

describe('the seed command', () => {
  it('writes the folder and ends with the totals', () => {
    const out = join(dir, 'written');
    const { status, stdout } = run(['--rows', '130', '--seed', 'office-9', '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/130 rows \(\d+ male, \d+ female\)/);
    expect(stdout).toMatch(/clean +\d+/);
    expect(JSON.parse(readFileSync(join(out, 'expected.json'), 'utf8')).rows).toBe(130);
  });

  it('refuses in production with one line and writes nothing', () => {
    const out = join(dir, 'production');
    const { status, stdout, stderr } = run(['--out', out], { NODE_ENV: 'production' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('production');
    expect(existsSync(out)).toBe(false);
  });

  it('answers an unknown flag and an unknown regency with the usage and exit code 2', () => {
    for (const words of [['--bogus'], ['--office-region', '99.99']]) {
      const { status, stderr } = run(words);
      expect(status).toBe(2);
      expect(stderr).toContain('Usage: npm run seed');
    }
  });

  it('says in one line when the folder cannot be written', () => {
    const { status, stderr } = run(['--rows', '5', '--out', join('package.json', 'inside')]);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('ENOTDIR');
  });
});

describe('the words after npm run seed', () => {
  it('may all be left out', () => {
    expect(parseSeedArguments([])).toEqual({
      ok: true,
      value: { rows: 500, seed: '1', out: 'var/handover-1', today: REFERENCE_DAY },
    });
  });

  it('name the folder after the seed unless a folder is given', () => {
    expect(parseSeedArguments(['--seed', 'x7'])).toMatchObject({ value: { out: 'var/handover-x7' } });
    expect(parseSeedArguments(['--seed', 'x7', '--out', 'there'])).toMatchObject({ value: { out: 'there' } });
  });

  it.each([
    [['--rows', '0'], '--rows'],
    [['--rows', '-5'], 'rows'],
    [['--rows', '1e3'], '--rows'],
    [['--rows', '5000001'], '--rows'],
    [['--rows', ''], '--rows'],
    [['--rows'], '--rows'],
    [['--seed', '../up'], '--seed'],
    [['--seed', ''], '--seed'],
    [['--out', ' '], '--out'],
    [['--today', '2026-02-30'], '--today'],
    [['--office-region', '3374'], '--office-region'],
    [['--office-region', ''], '--office-region'],
    [['loose'], 'loose'],
  ])('refuse %j and say which', (words, named) => {
    const parsed = parseSeedArguments(words);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(named) });
  });
});
