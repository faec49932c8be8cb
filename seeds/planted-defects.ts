import { writeDate } from './calendar.ts';
import {
  abbreviate,
  inOldSpelling,
  inOtherOrder,
  withDegree,
  withoutLastWord,
  withTitle,
  withTypo,
} from './name-variants.ts';
import { inventAbbreviable, inventLongName, inventOtherName, inventReformed } from './names.ts';
import type { Person, PersonWish } from './people.ts';
import type { Random } from './random.ts';
import type { KtpRecord, ListCode, RecapRow } from './recap-template.ts';

/** What a row must come to under rule set `normal-2023`; `a|b` means either. */
export type Expected = {
  identity?: string;
  importClass: string;
  reason?: string;
  warning?: string;
  explain?: string;
  /** KK number of a family of which more register than may receive. */
  family?: string;
  /** Row of the other half of a near-duplicate pair. */
  pairWith?: string;
};

/** A row before it leaves the generator: the papers of one person, still to be spoilt. */
export type Draft = { person: Person; recap: RecapRow; register: KtpRecord | null };

/** A defect of one person's row: who is invented, how the papers are spoilt, which lists name them. */
export type SinglePlant = {
  wish?: PersonWish;
  spoil?: (draft: Draft, random: Random) => void;
  list?: ListCode;
  expected: Expected;
};

const matched = { identity: 'matched', importClass: 'new' } as const;
const bad = { importClass: 'bad' } as const;

const renamed = (
  explain: string,
  name: PersonWish['name'],
  change: (draft: Draft, random: Random) => string,
): SinglePlant => ({
  wish: { ...(name && { name }) },
  spoil: (draft, random) => void (draft.recap.nama_lengkap = change(draft, random)),
  expected: { identity: 'matched|partial', importClass: 'new', explain },
});
const listed = (list: ListCode, reason: string): SinglePlant => ({ list, expected: { ...matched, reason } });
const registeredAs = (STATUS: string, identity: string): SinglePlant => ({
  spoil: ({ register }) => void (register && (register.STATUS = STATUS)),
  expected: { ...matched, identity },
});
const badCell = (spoil: SinglePlant['spoil']): SinglePlant => ({ ...(spoil && { spoil }), expected: bad });

const WRONG_CODES = [
  ['pendidikan_terakhir', 'SARJANA'],
  ['status_kerja', 'PENGANGGURAN'],
  ['pengusul', 'PRIBADI'],
] as const;
const WRONG_DATES = ['1990-02-31', '1988-13-05', '31-04-1991', '00/00/0000'];
const DATE_SLIPS = [1, 1, -1, 31];

/** The defects of single rows, by name; their shares stand in `plant-schedule.ts`. */
export const SINGLE_PLANTS = {
  clean: { expected: matched },
  nikDateDiffers: { wish: { nikOdd: 'date' }, expected: { ...matched, warning: 'NIK_DATE' } },
  nikSexDiffers: { wish: { nikOdd: 'sex' }, expected: { ...matched, warning: 'NIK_SEX' } },
  nikRegionDiffers: { wish: { nikOdd: 'region' }, expected: { ...matched, warning: 'NIK_REGION' } },
  'bad.nameEmpty': badCell(({ recap }) => void (recap.nama_lengkap = '')),
  'bad.enum': badCell(({ recap }, random) => {
    const [column, code] = random.pick(WRONG_CODES);
    recap[column] = code;
  }),
  'bad.date': badCell(({ recap }, random) => void (recap.tanggal_lahir = random.pick(WRONG_DATES))),
  // What a spreadsheet leaves of a NIK it took for a number.
  'bad.nikScientific': badCell(({ recap }) => {
    recap.nik = Number(recap.nik).toExponential(10).toUpperCase();
  }),
  'bad.nikShort': badCell(({ recap }, random) => {
    const lost = random.between(6, 15);
    recap.nik = recap.nik.slice(0, lost) + recap.nik.slice(lost + 1);
  }),
  blacklist: listed('blacklist', 'BLACKLISTED'),
  prior_recipients: listed('prior_recipients', 'PRIOR_RECIPIENT'),
  aid: listed('aid', 'OTHER_AID'),
  education: listed('education', 'IN_EDUCATION'),
  excluded_posts: listed('excluded_posts', 'EXCLUDED_POST'),
  overAge: { wish: { age: 'tooOld' }, expected: { ...matched, reason: 'OVER_AGE' } },
  underAge: { wish: { age: 'tooYoung' }, expected: { ...matched, reason: 'UNDER_AGE' } },
  duplicate: registeredAs('GANDA', 'duplicate'),
  inactive: registeredAs('NONAKTIF', 'inactive'),
  deceased: registeredAs('MENINGGAL', 'deceased'),
  notFound: {
    spoil: (draft) => void (draft.register = null),
    expected: { identity: 'not_found', importClass: 'new', reason: 'NIK_NOT_FOUND' },
  },
  birth: {
    spoil: ({ person, recap }, random) => {
      recap.tanggal_lahir = writeDate(person.birthDay + random.pick(DATE_SLIPS)).iso;
    },
    expected: { identity: 'partial|mismatched', importClass: 'new', reason: 'DOB_MISMATCH' },
  },
  kk: {
    spoil: ({ recap }, random) => void (recap.no_kk = formerKk(recap.no_kk, random)),
    expected: { identity: 'partial|mismatched', importClass: 'new', reason: 'KK_MISMATCH' },
  },
  'name.different': {
    spoil: ({ person, recap }, random) => {
      recap.nama_lengkap = inventOtherName(random, person.name, person.sex);
    },
    expected: { identity: 'mismatched|partial', importClass: 'new', explain: 'different' },
  },
  'name.typo': renamed('typo', inventLongName, ({ person }, random) => withTypo(random, person.name)),
  'name.missingWord': renamed('missingWord', inventLongName, ({ person }) => withoutLastWord(person.name)),
  'name.order': renamed('order', inventLongName, ({ person }) => inOtherOrder(person.name)),
  'name.oldSpelling': renamed(
    'oldSpelling',
    (random, _culture, sex) => inventReformed(random, sex),
    ({ person }) => inOldSpelling(person.name),
  ),
  'name.abbreviation': renamed('abbreviation', inventAbbreviable, ({ person }, random) =>
    abbreviate(random, person.name),
  ),
  'name.degree': renamed('degree', undefined, ({ person }, random) => withDegree(random, person.name)),
  'name.title': renamed('title', undefined, ({ person }, random) =>
    withTitle(random, person.name, person.sex),
  ),
} satisfies Record<string, SinglePlant>;

export type SinglePlantCode = keyof typeof SINGLE_PLANTS;

/**
 * The KK number the family had before its head changed, or one digit slipped: always with a year of issue of
 * 1996–2005, which no household of a population has, so that it can never join somebody else's family.
 */
function formerKk(kkNumber: string, random: Random): string {
  const year = kkNumber.slice(10, 12);
  const slipped = year < '16' ? `0${random.below(6)}` : year < '20' ? `9${year[1]}` : `0${year[1]}`;
  return `${kkNumber.slice(0, 10)}${slipped}${kkNumber.slice(12)}`;
}
