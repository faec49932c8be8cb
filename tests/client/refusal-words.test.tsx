import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { counterMessages } from '../../client/counter/counter-messages.ts';
import { messagesIn } from '../../client/i18n/messages.ts';
import { consentProblem, planProblems } from '../../server/sign-off/sign-off-rules.ts';

const SERVER = resolve(import.meta.dirname, '../../server');

/** Said to programs, or to a page that is not the console: nobody reads them in a dialog. */
const NOT_IN_THE_CONSOLE = new Set([
  'BAD_EXPIRY', 'BAD_IDEMPOTENCY_KEY', 'INVALID_FORMAT', 'MALFORMED_ADDRESS', 'MALFORMED_JSON', 'NONCE_USED', 'OUT_OF_RANGE',
  'SCOPE_BEYOND_ROLE', 'SCOPE_BINDS_A_PERSON', 'UNKNOWN_STAFF',
]); // prettier-ignore

const thrown = () =>
  readdirSync(SERVER, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    // The portal has words of its own, for other readers.
    .filter((entry) => entry.parentPath !== join(SERVER, 'portal'))
    .flatMap((entry) => [
      ...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(
        /\b(?:conflict|invalid)\(\s*'([A-Z_]+)'/g,
      ),
    ])
    .map((match) => match[1] as string);

const order = { orderedById: 1, consentedById: null, endedAt: null, about: [3] };
const stage = { name: 'Tahap', needed: 1, signerIds: [1] };
/** Codes that rules give and services hand on. */
const given = [
  ...[consentProblem(order, 1), consentProblem(order, 3)].map((code) => `CONSENT_${code}`),
  ...[consentProblem({ ...order, consentedById: 2 }, 4), consentProblem({ ...order, endedAt: 'x' }, 4)].map((code) => `CONSENT_${code}`),
  ...planProblems([{ ...stage, needed: 2 }, stage], (id) => id === 1).map(({ code }) => code),
  ...planProblems([stage], () => false).map(({ code }) => code),
]; // prettier-ignore

describe('what an Indonesian reads of a refusal', () => {
  it('is Indonesian, whatever the server refuses with', () => {
    const words = messagesIn('id') as {
      errors: Record<string, unknown>;
      batchBlockers: Record<string, unknown>;
    };
    // The counter has a page and words of its own.
    const counter = counterMessages.id['errors'] as Record<string, unknown>;
    const known = { ...words.batchBlockers, ...words.errors, ...counter };
    const missing = [...new Set([...thrown(), ...given])].filter(
      (code) => !(code in known) && !NOT_IN_THE_CONSOLE.has(code),
    );
    expect(missing).toEqual([]);
  });
});
