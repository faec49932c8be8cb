import fc from 'fast-check';

const words = (list: string) => list.split(' ');

/** Names of many peoples, none of which is a title, a degree or an abbreviation. */
const PLAIN = words(
  'BUDI LESTARI HANDAYANI WULAN NUGROHO SOEKARNO TJIPTO DJOKO JUSUF ASEP CECEP SUPRIATNA SIREGAR SIMANJUNTAK NAULI ' +
    "TIUR RAJO SUTAN BASO BESSE MALLARANGENG WAYAN NYOMAN PUTU WENDA KOGOYA RUMBIAK LIM TAN SIOK MEI MA'RUF NUR'AINI " +
    'ABDUL RAHMAN ABDURRAHMAN AHMAD ACHMAD MUHAMMAD MOCHAMAD SITI AMINAH AISYAH HASAN HASANAH BIN BINTI ANI DE I NI LA',
);
const SHORT = words('M. MOH. MUH MHD. ABD. ABD ST. ACH. A. S. T. FX. BR. GST. NGR. KT.');
const TITLES = words('H. HJ. DRS. DR. IR. R. RR. KH. K.R.T. PROF.');
const DEGREES = words('S.E. S.PD. SH M.SI. A.MD.KEB. ST. PH.D GR.');

const cased = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.nat(2))
    .map(([name, way]) =>
      way === 0
        ? name
        : way === 1
          ? name.toLowerCase()
          : name.replace(/\p{L}+/gu, (word) => word[0] + word.slice(1).toLowerCase()),
    );

/** The words of a name of one to six words, each another. */
export const plainWords = (minLength = 1) =>
  fc.uniqueArray(fc.constantFrom(...PLAIN), { minLength, maxLength: 6 });

/** A name as an office writes it: titles, degrees, abbreviations, initials, odd spaces and any case among it. */
export const writtenName: fc.Arbitrary<string> = cased(
  fc
    .tuple(
      fc.array(fc.constantFrom(...TITLES), { maxLength: 2 }),
      fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PLAIN) }, fc.constantFrom(...SHORT)), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.array(fc.constantFrom(...DEGREES), { maxLength: 2 }),
      fc.constantFrom(' ', '  ', ' '),
      fc.constantFrom(', ', ' '),
    )
    .map(([titles, name, degrees, space, comma]) =>
      [[...titles, ...name].join(space), ...degrees].join(comma),
    ),
);

/** Names, and whatever else can be put into a field: any script, marks without letters, letters of old spelling. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: writtenName },
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'DJTCHOEYUASM., '), maxLength: 20 }),
);

/** One letter after another overwritten, at places of their own, with a letter that no spelling rule knows. */
export const spoilt = (name: string, places: readonly number[]): string =>
  [...name].map((letter, at) => (places.includes(at) && /\p{L}/u.test(letter) ? 'X' : letter)).join('');
