import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditMessages } from '../../client/audit/audit-messages.ts';

const SERVER = resolve(import.meta.dirname, '../../server');
/** Every subject that the server's code gives an event. */
function subjects(): string[] {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = files.flatMap((name) =>
    [...readFileSync(join(SERVER, name), 'utf8').matchAll(/\bsubject: '([a-z-]+)'/g)].map(
      ([, subject]) => subject as string,
    ),
  );
  return [...new Set(found)].filter((subject) => subject !== 'subject').sort();
}

describe('what an event of the log is about', () => {
  it.each(['id', 'en'] as const)('has a word for each subject, in %s', (locale) => {
    expect(subjects().length).toBeGreaterThan(20);
    const words = (auditMessages[locale] as unknown as { audit: { subjects: Record<string, string> } }).audit
      .subjects;
    expect(subjects().filter((subject) => !words[subject])).toEqual([]);
  });
});
