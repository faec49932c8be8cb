import { describe, expect, it } from 'vitest';
import { citableReasons, REASONS } from '../../../server/reference/reason-rules.ts';
import { REASON_CODES, reasonSchema, type ReasonCode } from '../../../server/reference/reason-schema.ts';

const codesWhere = (test: (code: ReasonCode) => boolean) => REASON_CODES.filter(test);

describe('the table of reasons', () => {
  it('holds the 24 codes of the field, each under its own code', () => {
    expect(Object.keys(REASONS)).toEqual([...REASON_CODES]);
    expect(REASON_CODES).toHaveLength(24);
    for (const code of REASON_CODES) expect(REASONS[code].code).toBe(code);
  });

  it.each(REASON_CODES.map((code) => [code] as const))(
    'tells in two languages what to do about %s',
    (code) => {
      const reason = reasonSchema.parse(REASONS[code]);
      for (const text of [reason.label, reason.remedy]) {
        expect(text.id.length).toBeGreaterThan(3);
        expect(text.en.length).toBeGreaterThan(3);
        expect(text.id).not.toBe(text.en);
      }
      expect(reason.remedy.id).toMatch(/\.$/);
      expect(reason.remedy.en).toMatch(/\.$/);
      expect(reason.by.length).toBeGreaterThan(0);
    },
  );

  it('gives no two reasons the same label', () => {
    expect(new Set(REASON_CODES.map((code) => REASONS[code].label.id)).size).toBe(REASON_CODES.length);
  });

  it('lets nobody correct their age, a post, an earlier grant, the blacklist, the family limit or a forgery', () => {
    expect(codesWhere((code) => REASONS[code].correctable === false)).toEqual([
      'NIK_DECEASED',
      'UNDER_AGE',
      'OVER_AGE',
      'EXCLUDED_POST',
      'PRIOR_RECIPIENT',
      'BLACKLISTED',
      'KK_LIMIT',
      'DUPLICATE',
      'DOC_SUSPECT',
      'QUOTA',
      'WITHDRAWN',
    ]);
    expect(codesWhere((code) => REASONS[code].correctable === 'by_rule_set')).toEqual(['OTHER_AID']);
  });

  it('asks a second reader for a suspected forgery only, and a note for a reason of the PMO only', () => {
    expect(codesWhere((code) => 'secondReader' in REASONS[code])).toEqual(['DOC_SUSPECT']);
    expect(codesWhere((code) => 'noteRequired' in REASONS[code])).toEqual(['PMO_OTHER']);
  });
});

describe('reasons that somebody may give', () => {
  it('keeps a reviewer from calling somebody too young unless the screening said so', () => {
    expect(citableReasons('reviewer', [])).not.toContain('UNDER_AGE');
    expect(citableReasons('reviewer', ['UNDER_AGE'])).toContain('UNDER_AGE');
  });

  it('gives the PMO its own reason and what it finds after confirming, and the ministry not the former', () => {
    expect(citableReasons('pmo', [])).toEqual([
      'NIK_DECEASED', 'IN_EDUCATION', 'EXCLUDED_POST', 'PRIOR_RECIPIENT', 'BLACKLISTED', 'DUPLICATE', 'WITHDRAWN', 'PMO_OTHER',
    ]); // prettier-ignore
    expect(citableReasons('reviewer', [])).not.toContain('PMO_OTHER');
    expect(citableReasons('coordinator', [])).toEqual(['QUOTA', 'WITHDRAWN']);
  });
});
