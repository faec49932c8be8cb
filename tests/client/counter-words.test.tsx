import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { counterMessages } from '../../client/counter/counter-messages.ts';
import { wordsIn } from '../../client/counter/counter-words.ts';
import { firstForm, formProblems, isUntouched, nextForm } from '../../client/counter/counter-form.ts';
import { wordPaths } from '../../client/i18n/bilingual.ts';
import { PACKAGE_OUTCOMES } from '../../server/counter/counter-schema.ts';
import { person } from '../support/registrations.ts';

const FOLDER = resolve(import.meta.dirname, '../../client/counter');
const keysUsed = () =>
  readdirSync(FOLDER)
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(FOLDER, name), 'utf8').matchAll(/'(counter\.(?!use')[\w.-]+)'/g),
    ])
    .map((match) => match[1] as string);

describe('the words of the counter', () => {
  it('are the same in Indonesian and English', () => {
    expect(wordPaths(counterMessages.en)).toEqual(wordPaths(counterMessages.id));
  });

  it.each(['id', 'en'] as const)('are there for every key the page uses, in %s', (locale) => {
    const say = wordsIn(locale);
    const keys = keysUsed();
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter((key) => say(key, { _: '' }) === '')).toEqual([]);
    const made = PACKAGE_OUTCOMES.map((outcome) => `counter.package.outcomes.${outcome}`);
    expect(made.filter((key) => say(key) === key)).toEqual([]);
  });

  it('fill in what they are given and keep the place of what they are not', () => {
    expect(wordsIn('id')('counter.form.saved', { seq: 7 })).toBe('No. 7 tersimpan di perangkat ini.');
    expect(wordsIn('en')('counter.form.saved')).toContain('%{seq}');
  });
});

describe('a form keyed without a network', () => {
  const form = firstForm({ waveId: 1, ...person(1) });
  const nobody = new Map<string, number>();

  it('is judged by the rules the server has', () => {
    expect(formProblems(form, nobody)).toEqual({});
    expect(formProblems({ ...form, nik: '3374010206900000' }, nobody)).toEqual({
      nik: 'submissions.nikProblems.SERIAL_ZERO',
    });
    expect(formProblems({ ...form, birthDate: '1990-02-30', sex: undefined }, nobody)).toEqual({
      birthDate: 'counter.problems.wrong',
      sex: 'counter.problems.required',
    });
    expect(formProblems({ ...form, luringReason: undefined }, nobody)).toEqual({
      luringReason: 'counter.problems.required',
    });
  });

  it('asks for a note where the person did not come or showed no KTP', () => {
    const absent = { ...form, cameInPerson: false };
    expect(formProblems(absent, nobody)).toEqual({ presenceNote: 'counter.problems.presence' });
    expect(formProblems({ ...absent, presenceNote: 'diwakili anaknya' }, nobody)).toEqual({});
  });

  it('is refused for a NIK that lies in the queue already', () => {
    const others = new Map([[String(form['nik']), 3]]);
    expect(formProblems(form, others)).toEqual({ nik: 'counter.problems.nikOnDevice' });
  });

  it('leaves to the next only what sheets have in common, and never that the person came', () => {
    const next = nextForm(form);
    expect(next).toEqual({
      ...{ channel: 'offline', waveId: 1, proposer: 'DINAS' },
      ...{ luringReason: 'INFRASTRUKTUR', regionCode: '33.74' },
    });
    expect(isUntouched(next)).toBe(true);
    expect(isUntouched({ ...next, fullName: 'B' })).toBe(false);
  });
});
