import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

interface Import {
  from: string;
  /** A path inside the project, or a package name. */
  to: string;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const found = source.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return [...found].map(([, type, name, dynamic]) => {
    const target = (name ?? dynamic) as string;
    const to = target.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), target))
      : target.replace(/^@server\//, 'server/');
    return { from: file, to, typeOnly: Boolean(type) };
  });
}

const server = filesUnder('server');
const client = filesUnder('client');
const serverImports = server.flatMap(importsOf);
const clientImports = client.flatMap(importsOf);
const told = (imports: Import[]) => imports.map(({ from, to }) => `${from} → ${to}`);

/** Capabilities from the top down: an arrow may only point down (architecture.md section 2). */
const ORDER = [
  'portal',
  'counter',
  'imports',
  'notices',
  'forwarding',
  'batches',
  'sign-off',
  'submissions',
  'screening',
  'identity',
  'documents',
  'lateness',
  'audit',
  'auth',
  'reference',
];
/** Read by everybody, reading nobody above them. */
const FOUNDATIONS = ['http', 'isolation', 'jobs', 'privacy', 'papers', 'tabular'];
const capabilityOf = (path: string) => /^server\/([^/]+)\//.exec(path)?.[1] ?? null;
const isPure = (path: string) => /-(rules|schema)\.ts$/.test(path);

describe('the layout of the code', () => {
  it('lets imports between capabilities point downwards only', () => {
    const upward = serverImports.filter(({ from, to, typeOnly }) => {
      const [above, below] = [capabilityOf(from), capabilityOf(to)];
      if (!above || !below || above === below || typeOnly || isPure(to)) return false;
      const [high, low] = [ORDER.indexOf(above), ORDER.indexOf(below)];
      return high >= 0 && low >= 0 && high > low;
    });
    expect(told(upward)).toEqual([]);
  });

  it('keeps foundations from reading capabilities, but for words, permissions and the trace', () => {
    const allowed =
      /^server\/(auth\/(permission-rules|auth-service)|audit\/|http\/|jobs\/|privacy\/|isolation\/|papers\/|tabular\/)/;
    const wrong = serverImports.filter(
      ({ from, to, typeOnly }) =>
        FOUNDATIONS.includes(capabilityOf(from) ?? '') &&
        capabilityOf(to) &&
        !typeOnly &&
        !isPure(to) &&
        !allowed.test(to),
    );
    expect(told(wrong)).toEqual([]);
  });

  it('keeps rules and schemas pure: no node, no express, no knex, no clock', () => {
    const packages = new Set(['zod', 'fastest-levenshtein']);
    const impure = serverImports.filter(({ from, to }) => isPure(from) && !(isPure(to) || packages.has(to)));
    const clocks = server.filter(
      (file) =>
        isPure(file) &&
        /Date\.now\(|new Date\(\)|performance\.now|Math\.random/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect([...told(impure), ...clocks]).toEqual([]);
  });

  it('lets schemas read only zod and other schemas', () => {
    const wrong = serverImports.filter(
      ({ from, to, typeOnly }) =>
        from.endsWith('-schema.ts') &&
        !typeOnly &&
        to !== 'zod' &&
        !to.endsWith('-schema.ts') &&
        !to.endsWith('permission-rules.ts'),
    );
    expect(told(wrong)).toEqual([]);
  });

  it('gives the client nothing of the server but schemas and rules', () => {
    const wrong = clientImports.filter(
      ({ to }) =>
        (to.startsWith('server/') && !isPure(to)) || to.startsWith('seeds/') || to.startsWith('migrations/'),
    );
    expect(told(wrong)).toEqual([]);
  });

  it('opens the database drivers in one file only', () => {
    const wrong = serverImports.filter(
      ({ from, to, typeOnly }) =>
        !typeOnly && ['knex', 'pg', 'sqlite3'].includes(to) && from !== 'server/database.ts',
    );
    const values = wrong.filter(
      ({ from, to }) =>
        !new RegExp(`import type [^;]*from '${to}'`).test(readFileSync(join(ROOT, from), 'utf8')),
    );
    expect(told(values)).toEqual([]);
  });

  it('keeps statements about rows out of routes', () => {
    const routes = server.filter((file) => /-routes\.ts$/.test(file));
    expect(routes.length).toBeGreaterThan(5);
    const importing = routes.filter((file) =>
      importsOf(file).some(
        ({ to, typeOnly }) =>
          to === 'knex' && !typeOnly && !/import type/.test(readFileSync(join(ROOT, file), 'utf8')),
      ),
    );
    expect(importing).toEqual([]);
  });

  it('has no drawer and no file without a capability’s name', () => {
    const drawers = [...server, ...client].filter((file) =>
      /(^|\/)(utils?|helpers?|misc|common|shared|stuff)(\/|\.tsx?$)/i.test(file),
    );
    expect(drawers).toEqual([]);
  });
});
