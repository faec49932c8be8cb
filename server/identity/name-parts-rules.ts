/** One word of a name: as written (`text`, capitals without punctuation) and for comparison (`canon`). */
export type NameWord = {
  text: string;
  canon: string;
  start: number;
  end: number;
  /** `short` = an abbreviation was written out; `variant` = another spelling of a very common name. */
  kind: 'plain' | 'short' | 'variant';
};
/** A title or degree, with its place in the name as written; `orWord` = the word it may be instead. */
export type Affix = { canon: string; start: number; end: number; orWord?: NameWord };
export type NameParts = { words: NameWord[]; titles: Affix[]; degrees: Affix[] };

type Piece = {
  text: string;
  start: number;
  end: number;
  dotted: boolean;
  marked: boolean;
  afterComma: boolean;
};

/** Before a name. Those in `ONLY_MARKED` could be names or initials and count only with a dot or after a comma. */
const TITLES = prepared(
  'H HJ HAJI HAJJAH KH TGH TGKH TGK DR DRS DRA DRG DRH IR PROF R RR RA RM RNG NG KRT KRAT KRMT KRH RADEN NS APT PDT UST USTADZ USTAD ' +
    'NY TN SDR SDRI BPK',
);
/** After a name. */
const DEGREES = prepared(
  'SE SEI SEAK SEKON SH SHI SHUM SPD SPDI SPDK SPDH SPDB SPDSD SPDAUD SPDPAUD GR SKOM SKOMI SSOS SSOSI SAG ST STP STR STRK STRKEB STRAK STRKOM STRKES STRT STRPT SKM SKEP SFARM SFIL SIP SIKOM ' +
    'SIAN SAN SAP SAB SPSI SPT SPI SP SS SSI SSN SSTP SSY STH STHI SHUT SKED SKG SKH SGZ SPAR SDS SMB SAK SARS SPN SE SED ' +
    'MM MMPD MSI MSC MH MHUM MHI MTH MDIV MPD MPDI MPDK MPDH MPDB MKOM MKES MKM MT MTI MAG MA MAP MAB MAK MBA MSN MP MPSI MSOS MIKOM MIP MFARM MKEB MKN MTR MED ' +
    'AMD AMDKEB AMDKEP AMDKES AMDKOM AMDFARM AMDGZ AMDAK AMK AMA AMAPD BA BSC BENG BBA LC LLM PHD CPA CA AK APT NERS NS DIPL SPOG SPA SPPD',
);
const ONLY_MARKED = prepared(
  'NY TN UST SDR BPK NS NG APT GR MA SI SP SS SAN SIAN MED SED SPA SPI SIP CA AK AMA BA MAP MAB MAK LC DIPL SAP SAB SEI BENG SAK SARS',
);
const ALIASES = new Map([
  ['HAYI', 'H'],
  ['HAYYAH', 'HJ'],
  ['RADEN', 'R'],
  ['USTADZ', 'UST'],
  ['USTAD', 'UST'],
]);

const SHORT_FORMS = new Map([
  ...shortFor('MUHAMMAD', 'MOH MUH MOCH MUCH MOKH MUKH MHD MUHD MOHD MCH MHMD MUHAM MOHAM'),
  ...shortFor('ABDUL', 'ABD ABDL'),
  ...shortFor('SITI', 'ST'),
  ...shortFor('AHMAD', 'ACH'),
  ...shortFor('WAYAN', 'WYN'),
  ...shortFor('NYOMAN', 'NYM'),
  ...shortFor('KETUT', 'KT'),
  ...shortFor('GEDE', 'GD'),
  ...shortFor('KOMANG', 'KMG'),
  ...shortFor('KADEK', 'KDK'),
  ...shortFor('GUSTI', 'GST'),
  ...shortFor('NGURAH', 'NGR'),
  ...shortFor('BAGUS', 'BGS'),
  ...shortFor('BORU', 'BR'),
  ...shortFor('BINTI', 'BT BTI'),
  // One abbreviation of two names; written out they may stand apart, as a space is no part of a name.
  ...shortFor('FRANSISKUSXAVERIUS', 'FX'),
]);
const VARIANTS = new Map([
  ['AKHMAD', 'AHMAD'],
  ['SITTI', 'SITI'],
]);
const MUHAMMAD = /^M[OU]K?HAM+[AE]D$/;

function prepared(list: string): ReadonlySet<string> {
  return new Set(list.split(' ').map(modernSpelling));
}

function shortFor(full: string, list: string): [string, string][] {
  return list.split(' ').map((short) => [modernSpelling(short), full]);
}

/**
 * One representative of each old-spelling class: oe~u, dj~j, tj~c, j~y, nj~ny, sj~sy, ch~kh (domain.md section 7).
 * Words without a vowel are abbreviations, which are not spelt by sound, and stay as they are.
 */
export function modernSpelling(word: string): string {
  if (!/J|OE|CH/.test(word) || !/[AEIOU]/.test(word)) return word;
  return (
    word
      .replace(/D+J/g, 'J')
      // Only where it is spoken so: the end of MANOEPOETTJ is a y.
      .replace(/TJ(?=[AEIOUH])/g, 'C')
      .replaceAll('CH', 'KH')
      .replaceAll('J', 'Y')
      .replaceAll('OE', 'U')
  );
}

/** Takes a name apart for comparison. Nothing here is ever written back: the registered name stays as it is. */
export function nameParts(name: string): NameParts {
  const pieces = piecesOf(name);
  const titles: Affix[] = [];
  const degrees: Affix[] = [];
  while (pieces.length > 1 && takeFront(pieces, titles));
  while (pieces.length > 1 && takeBack(pieces, titles, degrees));
  const words = pieces.map((piece, at) => wordOf(piece, at === pieces.length - 1));
  return { words, titles, degrees };
}

/**
 * `KARTINI ST.` is an engineer or a Siti who writes that name behind. Only the name it is compared with can tell:
 * where that one has a Siti more, `ST.` is taken for her.
 */
export function readBeside(own: NameParts, other: NameParts): NameParts {
  const asWord = own.degrees.find((degree) => degree.orWord)?.orWord;
  if (!asWord || countOf(asWord, own) >= countOf(asWord, other)) return own;
  const degrees = own.degrees.filter((degree) => degree.orWord !== asWord);
  return { ...own, words: [...own.words, asWord], degrees };
}

const countOf = ({ canon }: NameWord, { words }: NameParts) =>
  words.filter((word) => word.canon === canon).length;

const CHUNK = /[^\s,;/()_-]+/g;

function piecesOf(name: string): Piece[] {
  const pieces: Piece[] = [];
  const comma = name.indexOf(',');
  for (const match of name.matchAll(CHUNK)) {
    const afterComma = comma >= 0 && match.index > comma;
    const end = match.index + match[0].length;
    const text = lettersOf(match[0]);
    if (text === '') continue;
    const dotted = match[0].includes('.');
    const whole = { text, start: match.index, end, dotted, marked: dotted || afterComma, afterComma };
    if (!dotted || TITLES.has(modernSpelling(text)) || DEGREES.has(modernSpelling(text))) pieces.push(whole);
    else pieces.push(...splitAtDots(match[0], whole));
  }
  return pieces;
}

/** `H.M.NUR` are three words; `S.PD.` (known as a degree) stayed one. */
function splitAtDots(chunk: string, whole: Piece): Piece[] {
  return [...chunk.matchAll(/[^.]+(\.?)/g)]
    .map((part) => ({
      ...whole,
      text: lettersOf(part[0]),
      start: whole.start + part.index,
      end: whole.start + part.index + part[0].length,
      dotted: part[1] === '.',
      marked: part[1] === '.' || whole.afterComma,
    }))
    .filter((piece) => piece.text !== '');
}

function lettersOf(raw: string): string {
  if (/^[A-Z]+$/.test(raw)) return raw;
  // Accents are marks of their own after NFD, and fall away with the punctuation.
  return raw
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function takeFront(pieces: Piece[], titles: Affix[]): boolean {
  for (const count of [2, 1]) {
    if (count >= pieces.length || !isAffix(pieces, 0, count, TITLES)) continue;
    titles.push(affixOf(pieces.splice(0, count)));
    return true;
  }
  return false;
}

function takeBack(pieces: Piece[], titles: Affix[], degrees: Affix[]): boolean {
  for (const count of [3, 2, 1]) {
    if (count >= pieces.length) continue;
    const from = pieces.length - count;
    // "AHMAD, H." carries his title behind; without a comma a last H. is somebody's initial.
    const isTitle = pieces[from]?.afterComma === true && isAffix(pieces, from, count, TITLES);
    if (!isTitle && !isAffix(pieces, from, count, DEGREES)) continue;
    (isTitle ? titles : degrees).push(affixOf(pieces.splice(from, count)));
    return true;
  }
  return false;
}

/** Several pieces make one affix only when dots hold them together: `S. PD.` but not `S PD`. */
function isAffix(pieces: readonly Piece[], from: number, count: number, known: ReadonlySet<string>): boolean {
  let together = '';
  for (let at = from; at < from + count; at += 1) {
    const { text, dotted } = pieces[at] as Piece;
    if (at < from + count - 1 && !(dotted && text.length <= 2)) return false;
    together += text;
  }
  const joined = modernSpelling(together);
  if (!known.has(joined)) return false;
  return count > 1 || pieces[from]?.marked === true || !ONLY_MARKED.has(joined);
}

function affixOf(taken: Piece[]): Affix {
  const joined = modernSpelling(taken.map((piece) => piece.text).join(''));
  const affix = {
    canon: ALIASES.get(joined) ?? joined,
    start: taken[0]?.start ?? 0,
    end: taken.at(-1)?.end ?? 0,
  };
  const [only] = taken;
  const ambiguous = taken.length === 1 && only && !only.afterComma && SHORT_FORMS.has(joined);
  return ambiguous ? { ...affix, orWord: wordOf(only, true) } : affix;
}

function wordOf({ text, start, end }: Piece, isLast: boolean): NameWord {
  const canon = modernSpelling(text);
  // Behind other words, or alone, an M. is an initial like any other.
  const full = canon === 'M' && !isLast ? 'MUHAMMAD' : SHORT_FORMS.get(canon);
  if (full !== undefined) return { text, canon: full, start, end, kind: 'short' };
  const common = MUHAMMAD.test(canon) ? 'MUHAMMAD' : VARIANTS.get(canon);
  return common === undefined || common === text
    ? { text, canon, start, end, kind: 'plain' }
    : { text, canon: common, start, end, kind: 'variant' };
}
