import { describe, expect, it } from 'vitest';
import { NOTICE_KINDS } from '../../../server/notices/notice-schema.ts';
import { noticeText, plainText, TEMPLATES, type NoticeFacts } from '../../../server/notices/notice-text.ts';
import { renderNoticeLetters } from '../../../server/papers/notice-letter-paper.ts';
import { REASON_CODES } from '../../../server/reference/reason-schema.ts';
import { REASONS } from '../../../server/reference/reason-rules.ts';
import { pdfText } from '../../support/pdf-text.ts';

const facts = (changes: Partial<NoticeFacts> = {}): NoticeFacts => ({
  kind: 'correction',
  fullName: 'Siti Nurhaliza',
  registrationNo: 'PK-ZYXW-VTSR-QPN7',
  waveName: 'Gelombang Uji',
  officeName: 'Dinas Tenaga Kerja Kota Semarang',
  decidedAt: '2026-11-30T18:30:00.000Z',
  reasonCodes: ['KK_MISMATCH'],
  pmoRemedy: null,
  note: null,
  byPortal: false,
  publicUrl: 'https://loket.example.go.id/',
  ...changes,
});
const WITH_REASONS = NOTICE_KINDS.filter((kind) => kind !== 'confirmed');

describe('what an applicant reads', () => {
  it.each(REASON_CODES)('names %s in words, with its remedy, in every kind of message', (code) => {
    for (const kind of WITH_REASONS) {
      const text = plainText(noticeText(facts({ kind, reasonCodes: [code], note: 'Catatan kantor' })));
      expect(text).toContain(REASONS[code].label.id);
      expect(text).toContain(REASONS[code].remedy.id);
      expect(text).toContain('Catatan: Catatan kantor');
      expect(text).not.toContain(code);
    }
  });

  it.each(NOTICE_KINDS)('says of %s which registration, where and when, and leaves no place open', (kind) => {
    const text = plainText(noticeText(facts({ kind })));
    for (const part of ['Siti Nurhaliza', 'PK-ZYXW-VTSR-QPN7', 'Gelombang Uji', '1 Desember 2026'])
      expect(text).toContain(part);
    expect(text).toContain('https://loket.example.go.id/status');
    expect(text).not.toMatch(/[{}]|undefined|null/);
    expect(TEMPLATES[kind].subject.length).toBeLessThan(78);
  });

  it('sends whoever has an account to it, and nobody to a counter they never stood at', () => {
    const own = plainText(noticeText(facts({ byPortal: true })));
    expect(own).toContain('https://loket.example.go.id/daftar, perbaiki isian yang ditandai');
    expect(own).not.toContain('Perbaiki di Dinas');
    expect(plainText(noticeText(facts()))).toContain('Perbaiki di Dinas Tenaga Kerja Kota Semarang');
    for (const kind of NOTICE_KINDS)
      expect(plainText(noticeText(facts({ kind, byPortal: true })))).not.toMatch(/[{}]|undefined|null/);
  });

  it('takes the remedy of the PMO’s own code, and says something where PMO_OTHER comes without a note', () => {
    const pmoRemedy = { reasonCode: 'PMO_OTHER' as const, remedy: 'Perbarui rekening di aplikasi.' };
    const own = noticeText(facts({ reasonCodes: ['PMO_OTHER'], pmoRemedy }));
    expect(own.reasons[0]?.remedy).toBe('Perbarui rekening di aplikasi.');
    const bare = noticeText(facts({ reasonCodes: ['PMO_OTHER'] }));
    expect(bare.reasons[0]?.remedy).toBe('Tanyakan sebabnya kepada kantor tempat Anda mendaftar.');
  });

  it('holds no NIK somebody wrote into the note, and congratulates without any', () => {
    const note = 'NIK 3374 0112 0690 9001 dipakai orang lain';
    expect(plainText(noticeText(facts({ note })))).toContain('Catatan: NIK … dipakai orang lain');
    expect(noticeText(facts({ kind: 'confirmed', note })).note).toBeNull();
  });

  it('is printed a page a letter, with the words of the message', async () => {
    const letter = (kind: NoticeFacts['kind']) => {
      const one = facts({ kind, note: 'Bawa ijazah' });
      return { registrationNo: one.registrationNo, fullName: one.fullName, ...noticeText(one) };
    };
    const pdf = await renderNoticeLetters({
      officeName: 'Dinas Tenaga Kerja Kota Semarang',
      printNo: 7,
      printedAt: '2026-11-30T18:30:00.000Z',
      letters: NOTICE_KINDS.map(letter),
    });
    const text = pdfText(pdf);
    for (const kind of NOTICE_KINDS) expect(text).toContain(TEMPLATES[kind].subject);
    expect(text).toContain('Lembar 5');
    expect(text).toContain('Catatan: Bawa ijazah');
  });
});
