import { describe, expect, it } from 'vitest';
import { FIELDS_OF_REASON, whyOf } from '../../../server/portal/portal-reason-rules.ts';
import { APPLICANT_FIELDS, PortalReason } from '../../../server/portal/portal-schema.ts';
import { REASON_CODES } from '../../../server/reference/reason-code-schema.ts';
import { REASONS } from '../../../server/reference/reason-rules.ts';

describe('why a registration came back', () => {
  it.each(REASON_CODES)('names only fields that stand on the form: %s', (code) => {
    for (const field of FIELDS_OF_REASON[code]) expect([...APPLICANT_FIELDS, 'ktpPhoto']).toContain(field);
    const { reasons } = whyOf('needs_correction', { reasonCodes: [code], note: 'catatan' }, 'online');
    expect(PortalReason.parse(reasons[0])).toMatchObject({ code, label: REASONS[code].label });
  });

  it('sends nobody to the field of another reason', () => {
    expect(FIELDS_OF_REASON.KK_MISMATCH).toEqual(['kkNumber']);
    expect(FIELDS_OF_REASON.DOB_MISMATCH).toEqual(['birthDate']);
    expect(FIELDS_OF_REASON.NIK_NOT_FOUND).toEqual(['nik']);
    expect(FIELDS_OF_REASON.DOC_UNREADABLE).toEqual(['ktpPhoto']);
    expect(FIELDS_OF_REASON.DECLARATION_UNSIGNED).toEqual(['declarations']);
  });

  it('tells the note without a number as long as a NIK', () => {
    const { note } = whyOf(
      'rejected',
      { reasonCodes: ['DUPLICATE'], note: 'lihat 3374 0112 0690 9001 ya' },
      'online',
    );
    expect(note).toBe('lihat … ya');
  });

  it('sends whoever filled the form themselves to no paper, and nobody to a name that is locked', () => {
    const remedyOf = (
      code: 'DECLARATION_UNSIGNED' | 'NAME_MISMATCH' | 'KK_MISMATCH',
      channel: 'online' | 'offline',
    ) => whyOf('needs_correction', { reasonCodes: [code], note: null }, channel).reasons[0]?.remedy;
    for (const code of ['DECLARATION_UNSIGNED', 'NAME_MISMATCH'] as const) {
      expect(remedyOf(code, 'offline')).toEqual(REASONS[code].remedy);
      expect(remedyOf(code, 'online')?.id).not.toMatch(/Tanda tangani|perbaiki namanya/);
    }
    expect(remedyOf('KK_MISMATCH', 'online')).toEqual(REASONS.KK_MISMATCH.remedy);
  });

  it('gives no remedy that points at a note which is not there', () => {
    const bare = whyOf('pmo_rejected', { reasonCodes: ['PMO_OTHER'], note: null }, 'online');
    expect(bare.reasons[0]?.remedy).toBeNull();
    expect(
      whyOf('pmo_rejected', { reasonCodes: ['PMO_OTHER'], note: 'x' }, 'online').reasons[0]?.remedy,
    ).not.toBeNull();
  });

  it('tells nothing in statuses that need no reason, nor of one that is not known', () => {
    for (const status of ['in_review', 'verified', 'withdrawn', 'pmo_returned'] as const)
      expect(whyOf(status, { reasonCodes: ['KK_MISMATCH'], note: 'catatan dalam' }, 'online')).toEqual({
        reasons: [],
        note: null,
      });
    expect(whyOf('needs_correction', null, 'online')).toEqual({ reasons: [], note: null });
  });
});
