import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestLine } from '../../../server/batches/manifest-line.ts';
import { lineDigest } from '../../../server/batches/manifest-store.ts';
import { RECAP_COLUMNS } from '../../../server/imports/recap-schema.ts';
import { adult, formOf } from '../../support/verified-people.ts';

const CONTEXT = {
  officeCode: 'dinas-3374',
  identityCheckedAt: '2026-11-20T03:00:00.000Z',
  screeningAsOf: '2026-11-22T08:00:00.000Z',
  ruleSet: 'normal-2023@1',
};
const ROW = {
  registration_no: 'PK-AAAA-BBBB-CCCC',
  row_id: 'A-1',
  identity_outcome: 'matched' as const,
  round_no: 2,
};
const OWN_COLUMNS = [
  'registration_no', 'office', 'identity_checked_at', 'identity_outcome', 'screening_as_of', 'rule_set', 'round_no',
]; // prettier-ignore

describe('a manifest line', () => {
  it('holds the recap’s columns and those of the decision, no other', () => {
    const line = JSON.parse(manifestLine(ROW, formOf(adult(1)), CONTEXT)) as Record<string, unknown>;
    expect(Object.keys(line).sort()).toEqual([...RECAP_COLUMNS, ...OWN_COLUMNS].sort());
    expect(line).toMatchObject({ row_id: 'A-1', nik: adult(1).nik, alasan_luring: 'KEBIJAKAN', round_no: 2 });
    expect(RECAP_COLUMNS.filter((column) => typeof line[column] !== 'string')).toEqual([]);
  });

  it('names a row keyed at the counter by its registration number', () => {
    const line = JSON.parse(manifestLine({ ...ROW, row_id: null }, formOf(adult(1)), CONTEXT)) as {
      row_id: string;
    };
    expect(line.row_id).toBe(ROW.registration_no);
  });

  it('is one line in RFC 8785 key order, whatever people are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (fullName) => {
        const line = manifestLine(ROW, formOf(adult(3), { fullName }), CONTEXT);
        expect(line).not.toContain('\n');
        const parsed = JSON.parse(line) as Record<string, unknown>;
        expect(parsed['nama_lengkap']).toBe(fullName);
        expect(line).toBe(canonicalize(parsed));
        const keys = Object.keys(parsed);
        expect(keys).toEqual([...keys].sort());
      }),
    );
  });
});

describe('the digest of a manifest', () => {
  it('is the SHA-256 of the very bytes of the file, line by line with their newlines', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 20 }), (lines) => {
        const seen = lineDigest();
        for (const line of lines) seen.add(line);
        const bytes = lines.map((line) => `${line}\n`).join('');
        expect(seen.end()).toEqual({
          rows: lines.length,
          digest: createHash('sha256').update(bytes).digest('hex'),
        });
      }),
    );
  });
});
