import englishMessages from 'ra-language-english';
import { describe, expect, it } from 'vitest';
import { REASON_CODES } from '@server/reference/reason-schema.ts';
import { EVENT_FOR_BATCH_ACTION } from '@server/batches/batch-rules.ts';
import { EVENT_FOR_ACTION } from '@server/submissions/submission-event-rules.ts';
import { SUBMISSION_ACTIONS } from '@server/submissions/submission-rules.ts';
import { SUBMISSION_STATUSES } from '@server/submissions/submission-schema.ts';
import { ROLES } from '@server/auth/permission-rules.ts';
import { actionWords } from '../../client/audit/action-words.ts';
import { wordPaths, type Words } from '../../client/i18n/bilingual.ts';
import { formatDay, formatInstant, formatNumber } from '../../client/i18n/format.ts';
import { i18nProvider } from '../../client/i18n/i18n-provider.ts';
import { messagesIn } from '../../client/i18n/messages.ts';
import { refusalMessages } from '../../client/i18n/refusal-messages.ts';
import { raIndonesian } from '../../client/i18n/ra-id.ts';

const indonesian = messagesIn('id');
const english = messagesIn('en');

function wordAt(words: Words, path: string): unknown {
  return path.split('.').reduce<unknown>((branch, key) => (branch as Words | undefined)?.[key], words);
}

describe('the words of the console', () => {
  it('exist in both languages, key for key', () => {
    // A refusal's English sentence is the API's own: there the console may hold the Indonesian one alone.
    const apiSaysIt = new Set(wordPaths(refusalMessages.id));
    const own = (words: Words) => wordPaths(words).filter((path) => !apiSaysIt.has(path));
    expect(own(english).sort()).toEqual(own(indonesian).sort());
  });

  it('come one language at a time: Indonesian at once, English when somebody chooses it', async () => {
    const path = 'app.menu.review';
    expect(i18nProvider.translate(path)).toBe(wordAt(indonesian, path));
    await i18nProvider.changeLocale('en');
    expect(i18nProvider.translate(path)).toBe(wordAt(english, path));
    expect(document.documentElement.lang).toBe('en');
    await i18nProvider.changeLocale('id');
    expect(i18nProvider.translate(path)).toBe(wordAt(indonesian, path));
  });

  it('cover all of react-admin in Indonesian', () => {
    const theirs = wordPaths(englishMessages as unknown as Words).sort();
    expect(wordPaths(raIndonesian as unknown as Words).sort()).toEqual(theirs);
  });

  it('keep the places for numbers and names in both languages', () => {
    const places = (text: unknown) => (String(text).match(/%\{\w+\}/g) ?? []).sort().join();
    const differing = wordPaths(indonesian).filter(
      (path) =>
        !path.startsWith('ra.') &&
        new Set(places(wordAt(indonesian, path)).split(',')).size !==
          new Set(places(wordAt(english, path)).split(',')).size,
    );
    expect(differing).toEqual([]);
  });

  it('name every status, whose turn it is, every act, every role and every reason with its remedy', () => {
    const needed = [
      ...SUBMISSION_STATUSES.flatMap((status) => [`enums.status.${status}`, `case.turn.${status}.who`]),
      ...ROLES.map((role) => `enums.role.${role}`),
      ...REASON_CODES.flatMap((code) => [`reasons.${code}`, `remedies.${code}`]),
    ];
    expect(needed.filter((path) => typeof wordAt(indonesian, path) !== 'string')).toEqual([]);
    const unnamed = SUBMISSION_ACTIONS.filter(
      (action) =>
        typeof wordAt(indonesian, `case.actions.${action}`) !== 'string' &&
        typeof wordAt(indonesian, `case.events.${action}`) !== 'string',
    );
    expect(unnamed).toEqual([]);
  });

  it('name the event that each act on a registration or a batch leaves in the log', () => {
    const words = actionWords('id');
    const events = [...Object.values(EVENT_FOR_ACTION), ...Object.values(EVENT_FOR_BATCH_ACTION)];
    expect(events.filter((event) => !(event.replace('.', '_') in words))).toEqual([]);
  });
});

describe('dates and numbers', () => {
  it('show a calendar day as it is, whatever the zone', () => {
    expect(formatDay('2026-11-22', 'id')).toBe('22 Nov 2026');
    expect(formatDay('2026-11-22', 'en')).toBe('22 Nov 2026');
  });

  it('show one instant on another day in the east of the country', () => {
    const instant = '2026-11-22T16:30:00Z';
    expect(formatInstant(instant, 'id', 'WIB')).toBe('22 Nov 2026, 23.30 WIB');
    expect(formatInstant(instant, 'id', 'WIT')).toBe('23 Nov 2026, 01.30 WIT');
  });

  it('group thousands as Indonesians write them', () => {
    expect(formatNumber(555540, 'id')).toBe('555.540');
    expect(formatNumber(null, 'id')).toBe('–');
  });
});
