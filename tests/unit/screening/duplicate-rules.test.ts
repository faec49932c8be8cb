import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockingKeys,
  normaliseEmail,
  normalisePhone,
  scoreDuplicate,
  type PersonTraits,
} from '../../../server/screening/duplicate-rules.ts';

const person = (changes: Partial<PersonTraits> = {}): PersonTraits => ({
  fullName: 'BAMBANG ANGGRAINI',
  birthDate: '1991-07-13',
  phone: null,
  email: null,
  documentHashes: [],
  documentLooks: [],
  ...changes,
});
/** A look, and one that differs in so many bits: each of them the lowest of a digit. */
const LOOK = '5'.repeat(256);
const flipped = (look: string, bits: number) => '4'.repeat(bits) + look.slice(bits);
const stranger: Partial<PersonTraits> = { fullName: 'YOSINA LATUCONSINA', birthDate: '1980-01-01' };

describe('a phone number', () => {
  it.each([
    ['+62 812-3456-7890', '6281234567890'],
    ['0812 3456 7890', '6281234567890'],
    ['6281234567890', '6281234567890'],
    ['006281234567890', '6281234567890'],
    ['81234567890', '6281234567890'],
    ['+62 0812 3456 7890', '6281234567890'],
    ['(021) 5551234', '62215551234'],
    ['', null],
    [null, null],
    ['-', null],
    ['0812', null],
    ['08111111111111111', null],
    ['0000000000', null],
    ['8888888888', null],
  ])('%j is kept for comparison as %j', (written, normal) => {
    expect(normalisePhone(written)).toBe(normal);
  });
});

describe('an e-mail address', () => {
  it.each([
    ['Martha.S@Contoh.id', 'martha.s@contoh.id'],
    [' martha+prakerja@contoh.id ', 'martha@contoh.id'],
    ['m.a.r.t.h.a@gmail.com', 'martha@gmail.com'],
    ['martha+1@googlemail.com', 'martha@gmail.com'],
    ['m.artha@contoh.id', 'm.artha@contoh.id'],
    ['', null],
    [null, null],
    ['martha', null],
    ['@contoh.id', null],
    ['a@b@c', null],
  ])('%j is kept for comparison as %j', (written, normal) => {
    expect(normaliseEmail(written)).toBe(normal);
  });
});

describe('two registrations under different NIKs', () => {
  it.each([
    [
      'the same birth date and a slip in the name',
      { fullName: 'BAMBANG ANGRGAINI' },
      ['SAME_BIRTHDATE_NEAR_NAME'],
    ],
    ['the same birth date and name', {}, ['SAME_BIRTHDATE_NEAR_NAME']],
    [
      'the same birth date and a clan name less',
      { fullName: 'BAMBANG ANGGRAINI LUBIS' },
      ['SAME_BIRTHDATE_NEAR_NAME'],
    ],
    ['the same birth date and another name', { fullName: 'YOSINA LATUCONSINA' }, null],
    ['the same name and another birth date', { birthDate: '1991-07-14' }, null],
    ['two empty birth dates', { birthDate: '' }, null],
  ] as [string, Partial<PersonTraits>, string[] | null][])(
    'with %s are judged by both together',
    (_what, changes, reasons) => {
      const other = person(changes);
      const own = person(changes.birthDate === '' ? { birthDate: '' } : {});
      expect(scoreDuplicate(own, other)?.reasons ?? null).toEqual(reasons);
    },
  );

  it.each([
    ['phone', { phone: '0812 3456 7890' }, { phone: '+6281234567890' }, ['SAME_PHONE'], 40],
    ['mailbox', { email: 'A.B@gmail.com' }, { email: 'ab+x@gmail.com' }, ['SAME_EMAIL'], 60],
    ['document', { documentHashes: ['aa', 'bb'] }, { documentHashes: ['bb'] }, ['SAME_DOCUMENT'], 90],
    ['no phone', { phone: '' }, { phone: '' }, undefined, undefined],
    ['no e-mail', { email: '' }, { email: '' }, undefined, undefined],
    [
      'a picture sent on',
      { documentLooks: [LOOK] },
      { documentLooks: [flipped(LOOK, 36)] },
      ['SAME_PICTURE'],
      70,
    ],
    [
      'a picture that is another',
      { documentLooks: [LOOK] },
      { documentLooks: [flipped(LOOK, 37)] },
      undefined,
      undefined,
    ],
    [
      'the very same file, once',
      { documentLooks: [LOOK], documentHashes: ['aa'] },
      { documentLooks: [LOOK], documentHashes: ['aa'] },
      ['SAME_DOCUMENT'],
      90,
    ],
    ['no document', { documentHashes: [''] }, { documentHashes: [''] }, undefined, undefined],
  ])('sharing a %s between strangers score accordingly', (_what, own, other, reasons, score) => {
    const finding = scoreDuplicate(person(own), person({ ...stranger, ...other }));
    expect(finding?.reasons).toEqual(reasons);
    expect(finding?.score).toBe(score);
  });

  it('score higher with everything they share', () => {
    const shared = { phone: '081234567890', email: 'a@contoh.id', documentHashes: ['aa'] };
    const scores = [
      person({ phone: shared.phone }),
      person({ phone: shared.phone, email: shared.email }),
      person(shared),
    ].map(
      (other) =>
        scoreDuplicate(person(shared), { ...other, ...stranger, documentHashes: other.documentHashes })
          ?.score ?? 0,
    );
    expect(scores).toEqual([40, 76, 98]);
    expect(scoreDuplicate(person(shared), person(shared))).toMatchObject({
      reasons: ['SAME_DOCUMENT', 'SAME_BIRTHDATE_NEAR_NAME', 'SAME_EMAIL', 'SAME_PHONE'],
      score: 100,
      nameScore: 100,
    });
  });

  const traits: fc.Arbitrary<PersonTraits> = fc.record({
    fullName: fc.constantFrom(
      'BUDI SANTOSO',
      'BUDI SANTOSA',
      'H. BUDI SANTOSO',
      'RINA',
      'RITA',
      'NUR HAYATI',
      'NURHAYATI',
      'MOH. TJIPTO',
      'MUHAMMAD CIPTO',
    ),
    birthDate: fc.constantFrom('1991-07-13', '1980-01-01', ''),
    phone: fc.constantFrom(null, '081234567890', '+6281234567890', '0899999'),
    email: fc.constantFrom(null, 'a@contoh.id', 'A+b@contoh.id'),
    documentHashes: fc.subarray(['aa', 'bb', '']),
    documentLooks: fc.subarray([LOOK, flipped(LOOK, 36), flipped(LOOK, 37)]),
  });

  it('score the same in both directions, between 1 and 100', () => {
    fc.assert(
      fc.property(traits, traits, (a, b) => {
        const finding = scoreDuplicate(a, b);
        expect(scoreDuplicate(b, a)).toEqual(finding);
        if (finding) expect(finding.score).toBeGreaterThanOrEqual(1);
        if (finding) expect(finding.score).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('share a blocking key whenever they share a phone, an e-mail, a document, or a birth date and a near name', () => {
    fc.assert(
      fc.property(traits, traits, (a, b) => {
        const keys = new Set(blockingKeys(a));
        const meet = blockingKeys(b).some((key) => keys.has(key));
        if (scoreDuplicate(a, b)) expect(meet).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the blocking keys of a person', () => {
  it('hold birth date and beginnings of the longest words, so that a bucket stays small', () => {
    expect(blockingKeys(person({ fullName: 'H. MOH. RIZKY TJIPTO NUR' }))).toEqual([
      'born:1991-07-13:MU',
      'born:1991-07-13:CI',
      'born:1991-07-13:RI',
    ]);
    expect(blockingKeys(person({ fullName: 'RAHAYU' }))).toEqual([
      'born:1991-07-13:RA',
      'born:1991-07-13:*YU',
    ]);
  });

  it('are none for somebody of whom nothing is known', () => {
    expect(
      blockingKeys({
        fullName: '',
        birthDate: '',
        phone: '-',
        email: '',
        documentHashes: [],
        documentLooks: [],
      }),
    ).toEqual([]);
  });
});
