/**
 * How a picture looks, in 1024 bits: the signs of the half-waves it is made of ("perceptual hash", by the discrete cosine
 * transform). It outlives another size and another quality; what is on the picture cannot be read from it.
 */

/** The picture is looked at as so many fields in width and height. */
export const LOOK_FIELDS = 128;
/** Fine enough to see lines of print: all cards have one frame, and often one kind of portrait. */
const WAVES = 32;
const HEX = 16;
const BITS_A_DIGIT = 4;

/** Brightness that varies less than this, in steps of 255, is one colour: every blank page would look like every other. */
const LEAST_CONTRAST = 6;

/**
 * Pictures that differ in at most so many bits may be one picture. Held against drawn cards by a test: one that was sent on, made
 * smaller and compressed again differs in fewer than thirty, cards of two people with one and the same portrait in forty and more.
 */
export const SAME_LOOK_BITS = 36;

/** Of the 32 lines of a look every fourth is kept as a band to find others by; one picture keeps two of the eight on average. */
const DIGITS_A_LINE = WAVES / BITS_A_DIGIT;
const BAND_LINES = [2, 6, 10, 14, 18, 22, 26, 30];

const COSINE = Array.from({ length: WAVES + 1 }, (_one, wave) =>
  Array.from({ length: LOOK_FIELDS }, (_two, field) =>
    Math.cos(((2 * field + 1) * wave * Math.PI) / (2 * LOOK_FIELDS)),
  ),
);

/** How much of each half-wave is in a line of brightness, from `first` on. */
const wavesIn = (line: readonly number[], first: number): number[] =>
  Array.from({ length: WAVES }, (_one, index) => {
    const cosine = COSINE[first + index] as readonly number[];
    return line.reduce((sum, value, field) => sum + value * (cosine[field] as number), 0);
  });

function contrastOf(fields: readonly number[]): number {
  const mean = fields.reduce((sum, value) => sum + value, 0) / fields.length;
  const squares = fields.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / fields.length);
}

/**
 * The look of a picture, 256 hexadecimal digits; null where it is of one colour.
 * @param grey brightness 0–255 of 128 × 128 fields, row by row
 */
export function lookOf(grey: ArrayLike<number>): string | null {
  const fields = Array.from(grey);
  if (fields.length !== LOOK_FIELDS ** 2)
    throw new Error(`a look is made of ${LOOK_FIELDS ** 2} fields, not of ${fields.length}`);
  if (contrastOf(fields) < LEAST_CONTRAST) return null;
  // Across without the mean: the brightness of the whole picture is no look.
  const across = Array.from({ length: LOOK_FIELDS }, (_one, row) =>
    wavesIn(fields.slice(row * LOOK_FIELDS, (row + 1) * LOOK_FIELDS), 1),
  );
  const down = Array.from({ length: WAVES }, (_one, wave) =>
    wavesIn(
      across.map((row) => row[wave] as number),
      0,
    ),
  );
  const signs = down.flat().map((weight) => (weight > 0 ? '1' : '0'));
  const digits = Array.from({ length: signs.length / BITS_A_DIGIT }, (_one, digit) =>
    signs.slice(digit * BITS_A_DIGIT, (digit + 1) * BITS_A_DIGIT).join(''),
  );
  return digits.map((bits) => parseInt(bits, 2).toString(HEX)).join('');
}

/** In how many of 1024 bits two looks differ. */
export function lookDistance(one: string, other: string): number {
  let different = 0;
  for (let at = 0; at < one.length; at += 1) {
    let bits = parseInt(one.charAt(at), HEX) ^ parseInt(other.charAt(at), HEX);
    for (; bits > 0; bits >>= 1) different += bits & 1;
  }
  return different;
}

export const isSameLook = (one: string, other: string): boolean => lookDistance(one, other) <= SAME_LOOK_BITS;

/** The parts of a look by which others are found; `14:1f00ab42` is of its line 14. */
export const bandsOf = (look: string): string[] =>
  BAND_LINES.map((line) => `${line}:${look.slice(line * DIGITS_A_LINE, (line + 1) * DIGITS_A_LINE)}`);
