import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { APPLICANT_FIELDS, STAGES } from '../../../server/portal/portal-schema.ts';
import { EDUCATION_LEVELS, EMPLOYMENT_STATUSES } from '../../../server/submissions/submission-schema.ts';
import { EDUCATION_CHOICES, EMPLOYMENT_CHOICES } from '../../../client/portal/choices.ts';
import { errorKey, errorPlaces, isPassing, refusedKey } from '../../../client/portal/error-rules.ts';
import { ALL_FIELDS } from '../../../client/portal/form-rules.ts';
import { fieldKey, isWordKey, wordIn, WORDS } from '../../../client/portal/words.ts';

const keys = (language: 'id' | 'en') => Object.keys(WORDS[language]).sort();
const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const refusal = (status: number, code = `HTTP_${status}`, retryAfter: number | null = null) => ({
  status,
  code,
  retryAfter,
});

describe('the words of the applicants’ pages', () => {
  it('exist in both languages, key for key, and none is empty', () => {
    expect(keys('en')).toEqual(keys('id'));
    const empty = keys('id').filter(
      (key) => isWordKey(key) && !(WORDS.id[key].trim() && WORDS.en[key].trim()),
    );
    expect(empty).toEqual([]);
  });

  it('keep the same places for names and numbers in both languages', () => {
    const differing = keys('id').filter(
      (key) => isWordKey(key) && placesOf(WORDS.id[key]).join() !== placesOf(WORDS.en[key]).join(),
    );
    expect(differing).toEqual([]);
  });

  it('fill their places, and leave one that nobody filled to be seen', () => {
    expect(wordIn('id', 'save.saved', { time: '10.32' })).toBe('Tersimpan 10.32');
    expect(wordIn('en', 'save.saved')).toBe('Saved {time}');
  });

  it('name every stage, and say what it means for whoever waits', () => {
    const missing = STAGES.flatMap((stage) => [`stage.${stage}`, `stageNow.${stage}`]).filter(
      (key) => !isWordKey(key),
    );
    expect(missing).toEqual([]);
  });

  it('name every box of the form and every field that a reason can be about', () => {
    const fields = [...ALL_FIELDS, ...APPLICANT_FIELDS, 'ktpPhoto', 'deadline'];
    expect(fields.filter((field) => fieldKey(field) === null)).toEqual([]);
    expect(fieldKey('somethingNew')).toBeNull();
  });

  it('offer every level of education and every kind of work that the API takes, in its order', () => {
    expect(EDUCATION_CHOICES.map(([code]) => code)).toEqual([...EDUCATION_LEVELS]);
    expect(EMPLOYMENT_CHOICES.map(([code]) => code)).toEqual([...EMPLOYMENT_STATUSES]);
    expect([...EDUCATION_CHOICES, ...EMPLOYMENT_CHOICES].filter(([, key]) => !isWordKey(key))).toEqual([]);
  });

  it('are what the page says before its script has come', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../client/daftar.html'), 'utf8');
    const text = page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    for (const key of ['start.title', 'start.lead', 'shell.name', 'shell.part'] as const)
      expect(text).toContain(WORDS.id[key]);
  });
});

describe('a refusal in words', () => {
  it('goes by its code, else by what kind it is', () => {
    expect(errorKey(refusal(409, 'WAVE_CLOSED'))).toBe('error.WAVE_CLOSED');
    expect(errorKey(refusal(409, 'SOMETHING_NEW'))).toBe('error.REFUSED');
    expect(errorKey(refusal(0, 'NETWORK'))).toBe('error.NETWORK');
    expect([401, 404, 413, 422, 429, 503, 500, 502].map((status) => errorKey(refusal(status)))).toEqual([
      'error.NO_SESSION',
      'error.NOT_FOUND',
      'error.TOO_LARGE',
      'error.INVALID_INPUT',
      'error.TOO_MANY',
      'error.BUSY',
      'error.SERVER',
      'error.SERVER',
    ]);
  });

  it('says how long to wait, as the server asked', () => {
    expect(errorPlaces(refusal(429, 'RATE_LIMITED', 25))).toEqual({ seconds: 25 });
    expect(errorPlaces(refusal(429))).toEqual({ seconds: 60 });
  });

  it('marks a box by why it was refused', () => {
    expect(refusedKey('WEAK_PASSWORD')).toBe('problem.weakPassword');
    expect(refusedKey('DUPLICATE')).toBe('problem.nikTaken');
    expect(refusedKey('INVALID_INPUT')).toBe('problem.refused');
  });

  it('is tried again only where time can help', () => {
    expect([0, 429, 500, 503].map((status) => isPassing({ status }))).toEqual([true, true, true, true]);
    expect([401, 404, 409, 422].map((status) => isPassing({ status }))).toEqual([false, false, false, false]);
  });
});
