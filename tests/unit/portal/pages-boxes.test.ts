import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegisterApplicant } from '../../../server/portal/portal-schema.ts';
import { EMAIL_SHAPE } from '../../../server/submissions/submission-schema.ts';
import {
  codeProblem,
  EMAIL_LOOKS,
  emailProblem,
  missingCharacters,
  nameProblem,
  passwordProblem,
  phoneProblem,
  plainPhone,
  resendIn,
  strengthOf,
} from '../../../client/portal/account-rules.ts';
import { birthDateProblem, isoDay, joinDate, splitDate } from '../../../client/portal/date-rules.ts';
import {
  calendarDay,
  clockOf,
  momentOf,
  monthNames,
  todayIn,
  zoneOfDevice,
} from '../../../client/portal/time-rules.ts';

const TODAY = '2026-12-01';

describe('what is typed for an account', () => {
  it('is taken here exactly where the API takes it', () => {
    const body = {
      fullName: 'Siti Contohwati',
      email: 'siti@contoh.id',
      phone: '081234567890',
      password: 'empat kata acak',
    };
    const takes = (change: Partial<typeof body>) =>
      RegisterApplicant.safeParse({ ...body, ...change }).success;
    const emails = [
      'a@b.id',
      'a..b@c.co.id',
      'a b@c.id',
      'a@b',
      '@b.id',
      'a@b.id,c@d.id',
      `${'x'.repeat(120)}@b.id`,
    ];
    expect(emails.map((email) => emailProblem(email) === null)).toEqual(
      emails.map((email) => takes({ email })),
    );
    const phones = [
      '081234567890',
      '+6281234567890',
      '08123',
      '021555555',
      '0812345678901234',
      '+628123456789',
    ];
    expect(phones.map((phone) => phoneProblem(phone) === null)).toEqual(
      phones.map((phone) => takes({ phone })),
    );
    const names = ['Suharto', '', ' ', 'x'.repeat(60), 'x'.repeat(61)];
    expect(names.map((name) => nameProblem(name) === null)).toEqual(
      names.map((fullName) => takes({ fullName })),
    );
    const passwords = ['', 'sebelas hrf', 'dua belas hf', 'x'.repeat(128), 'x'.repeat(129)];
    expect(passwords.map((password) => passwordProblem(password) === null)).toEqual(
      passwords.map((password) => takes({ password })),
    );
  });

  it('uses the same shape of an e-mail address as the server', () => {
    expect(EMAIL_LOOKS.source).toBe(EMAIL_SHAPE.source);
    expect(EMAIL_LOOKS.flags).toBe(EMAIL_SHAPE.flags);
  });

  it('may be written as people write telephone numbers', () => {
    expect(
      ['0812-3456 7890', '62 812 3456 7890', '(0812) 3456.7890', '+62812 34567890'].map(plainPhone),
    ).toEqual(['081234567890', '+6281234567890', '081234567890', '+6281234567890']);
  });

  it('takes a code with spaces, and only six digits', () => {
    expect(['123 456', '123456', '12345', '12345a', ''].map(codeProblem)).toEqual([
      null,
      null,
      'code',
      'code',
      'required',
    ]);
  });

  it('judges a password by its length', () => {
    expect(['sebelas hrf', 'dua belas hf', 'enam belas huruf'].map(strengthOf)).toEqual([
      'tooShort',
      'enough',
      'good',
    ]);
    expect(missingCharacters('sebelas hrf')).toBe(1);
    expect(missingCharacters('lebih dari dua belas')).toBe(0);
  });

  it('counts down the minute until another code may be asked for', () => {
    expect(resendIn(null, 1_000_000)).toBe(0);
    expect(
      [0, 1, 30_000, 59_001, 60_000, 90_000].map((passed) => resendIn(1_000_000, 1_000_000 + passed)),
    ).toEqual([60, 60, 30, 1, 0, 0]);
  });
});

describe('a birth date in three boxes', () => {
  it('is what was typed, in whatever order the boxes are filled', () => {
    expect(joinDate({ year: '', month: '05', day: '' })).toBe('-05-');
    expect(splitDate('-05-')).toEqual({ year: '', month: '05', day: '' });
    expect(joinDate({ year: '', month: '', day: '' })).toBe('');
  });

  it('is right for every day of the calendar until today, and its boxes give it back', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-12-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        const iso = day.toISOString().slice(0, 10);
        const [year = '', month = '', date = ''] = iso.split('-').map((part) => part.replace(/^0/, ''));
        const typed = joinDate({ year, month, day: date });
        expect(birthDateProblem(typed, TODAY)).toBeNull();
        expect(isoDay(typed)).toBe(iso);
      }),
    );
  });

  it('says what is wrong with it', () => {
    const wrong: [string, string][] = [
      ['', 'required'],
      ['1994-05-', 'dateIncomplete'],
      ['94-05-17', 'dateIncomplete'],
      ['1994-02-30', 'dateImpossible'],
      ['1994-13-01', 'dateImpossible'],
      ['1994-05-0', 'dateImpossible'],
      ['2026-12-02', 'dateFuture'],
      ['1899-12-31', 'dateTooOld'],
    ];
    expect(wrong.map(([date]) => [date, birthDateProblem(date, TODAY)])).toEqual(wrong);
  });

  it('leaves letters out', () => {
    expect(joinDate({ year: '19o94', month: '5', day: '17a' })).toBe('1994-5-17');
  });
});

describe('dates as applicants read them', () => {
  const instant = '2026-12-01T16:30:00Z';

  it('are in the zone of the device, where it is an Indonesian one, else in WIB', () => {
    expect(['Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura', 'Europe/Berlin'].map(zoneOfDevice)).toEqual([
      'WIB',
      'WITA',
      'WIT',
      'WIB',
    ]);
    expect(momentOf(instant, 'id', 'Asia/Jakarta')).toBe('1 Desember 2026, 23.30 WIB');
    expect(momentOf(instant, 'id', 'Asia/Jayapura')).toBe('2 Desember 2026, 01.30 WIT');
    expect(clockOf(instant, 'en', 'Asia/Jakarta')).toBe('23:30');
  });

  it('count today where the applicant is', () => {
    expect(todayIn(new Date(instant), 'Asia/Jakarta')).toBe('2026-12-01');
    expect(todayIn(new Date(instant), 'Asia/Jayapura')).toBe('2026-12-02');
  });

  it('do not shift a day of the calendar, and name twelve months', () => {
    expect(calendarDay('1994-05-17', 'id')).toBe('17 Mei 1994');
    expect(monthNames('id')).toHaveLength(12);
    expect(monthNames('en')[4]).toBe('May');
  });
});
