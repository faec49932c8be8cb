import { render, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '../../client/submissions/case/case-record.ts';
import { compareRows, segments } from '../../client/submissions/case/compare-rules.ts';
import { CompareCard } from '../../client/submissions/case/CompareCard.tsx';
import { ConsoleContext } from './console-context.tsx';

const same = { verdict: 'same' } as const;

const record = {
  id: 1,
  fullName: 'SOETJIPTO',
  nikMasked: '337401**********',
  kkNumberMasked: '337401**********',
  birthPlace: 'SEMARANG',
  birthDate: '1994-05-17',
  sex: 'L',
  ktpAddress: 'JL. PANDANARAN 12',
  identityOutcome: 'partial',
  identityStale: true,
  evidence: {
    outcome: 'partial',
    source: 'ktp_records',
    threshold: 90,
    checkedAt: '2026-11-22T02:10:00Z',
    warnings: [],
    settlements: [],
    registerChanged: false,
    register: {
      fullName: 'SUCIPTO',
      birthPlace: 'SEMARANG',
      birthDate: '1994-05-18',
      sex: 'L',
      address: 'JL. PANDANARAN 12',
      kkNumberMasked: '337401**********',
    },
    fields: {
      nik: same,
      kkNumber: same,
      fullName: {
        verdict: 'near',
        score: 97,
        explanation: 'oldSpelling',
        marks: {
          a: [
            [1, 3],
            [3, 5],
          ],
          b: [
            [1, 2],
            [2, 3],
          ],
        },
      },
      birthPlace: same,
      birthDate: { verdict: 'differs' },
      sex: same,
      ktpAddress: { verdict: 'missing' },
    },
  },
} as unknown as CaseRecord;

describe('the compare card', () => {
  const show = (part: Partial<CaseRecord> = {}) =>
    render(
      <ConsoleContext>
        <CompareCard record={{ ...record, ...part }} />
      </ConsoleContext>,
    );
  const row = async (name: RegExp) => {
    const header = await screen.findByRole('rowheader', { name });
    return within(header.closest('tr') as HTMLElement);
  };

  it('says for each field whether it is the same, near and why, different, or missing', async () => {
    show();
    expect((await row(/^Nama lengkap/)).getByText('mirip: ejaan lama')).toBeTruthy();
    expect((await row(/^Tanggal lahir/)).getByText('beda')).toBeTruthy();
    expect((await row(/^Tempat lahir/)).getByText('sama')).toBeTruthy();
    expect((await row(/^Alamat KTP/)).getByText('tidak ada')).toBeTruthy();
  });

  it('marks the differing characters and the differing part of a date, in the form and in the register', async () => {
    const { container } = show({ identityStale: false });
    await row(/^Nama lengkap/);
    const marked = [...container.querySelectorAll('mark')].map((mark) => mark.textContent);
    expect(marked).toEqual(['OE', 'TJ', 'U', 'C', '17', '18']);
  });

  it('says that a check is stale, and marks nothing by it', async () => {
    const { container } = show();
    expect(await screen.findByText('kedaluwarsa')).toBeTruthy();
    expect(screen.getByText(/hasil di bawah tentang isian yang lama/)).toBeTruthy();
    expect(container.querySelectorAll('mark')).toHaveLength(0);
  });

  it('colours no verdict of a stale check, as if the form of today agreed', async () => {
    const tone = async () =>
      (await row(/^Tempat lahir/)).getByText('sama').closest('.MuiChip-root')?.className ?? '';
    const { unmount } = show({ identityStale: false });
    expect(await tone()).toContain('colorSuccess');
    unmount();
    show();
    expect(await tone()).toContain('colorDefault');
  });

  it('says that the register is down, and that nothing is held against the applicant', async () => {
    show({ identityOutcome: 'unavailable' });
    expect(await screen.findByText(/tidak merugikan pendaftar/)).toBeTruthy();
  });

  const unanswered = (verdict: 'missing' | 'not_sent') => ({
    identityStale: false,
    evidence: {
      ...record.evidence,
      register: null,
      fields: Object.fromEntries(
        Object.keys(record.evidence?.fields ?? {}).map((field) => [field, { verdict }]),
      ),
    } as unknown as CaseRecord['evidence'],
  });

  it('gives no field a verdict where the register did not answer', async () => {
    show({ identityOutcome: 'unavailable', ...unanswered('not_sent') });
    await row(/^Nama lengkap/);
    for (const text of ['tidak dikirim', 'tidak ditampilkan', 'tidak ada'])
      expect(screen.queryByText(text)).toBeNull();
  });

  it.each(['inactive', 'duplicate', 'deceased'] as const)(
    'does not say of a NIK that is %s that its fields are missing, where the register answered about the NIK alone',
    async (identityOutcome) => {
      show({ identityOutcome, ...unanswered('missing') });
      expect(await screen.findByText(/hanya menjawab tentang NIK ini/)).toBeTruthy();
      expect(screen.queryByText('tidak ada')).toBeNull();
    },
  );

  it('says of a NIK that the register does not know that every field is missing', async () => {
    show({ identityOutcome: 'not_found', ...unanswered('missing') });
    expect(await screen.findAllByText('tidak ada')).toHaveLength(7);
  });

  it('says how near a field is where the register gives a score and no record', async () => {
    const evidence = {
      ...record.evidence,
      register: null,
      fields: { ...record.evidence?.fields, fullName: { verdict: 'near', score: 68 } },
    } as unknown as CaseRecord['evidence'];
    show({ identityStale: false, evidence });
    expect((await row(/^Nama lengkap/)).getByText('mirip (68)')).toBeTruthy();
  });

  it('shows no whole number unless it was revealed for a purpose', () => {
    const shown = compareRows(record).map(({ form }) => form);
    expect(shown.slice(0, 2)).toEqual(['337401**********', '337401**********']);
    const revealed = compareRows(record, { nik: '3374011705949001', kkNumber: '3374011203049002' });
    expect(revealed[0]?.form).toBe('3374011705949001');
  });
});

describe('the marks of a text', () => {
  it('never lose or change a character, wherever they stand', () => {
    const marksOf = (length: number) =>
      fc
        .uniqueArray(fc.nat(length), { maxLength: 8 })
        .map((points) => [...points].sort((a, b) => a - b))
        .map((points) =>
          Array.from({ length: Math.floor(points.length / 2) }, (_unused, index): [number, number] => [
            points[2 * index] ?? 0,
            points[2 * index + 1] ?? 0,
          ]),
        );
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).chain((text) => fc.tuple(fc.constant(text), marksOf(text.length))),
        ([text, marks]) => {
          const cut = segments(text, marks);
          expect(cut.map((part) => part.text).join('')).toBe(text);
          const marked = cut.filter((part) => part.marked).map((part) => part.text);
          expect(marked).toEqual(marks.map(([start, end]) => text.slice(start, end)));
        },
      ),
    );
  });
});
