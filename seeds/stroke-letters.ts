/**
 * Letters drawn as single strokes, on a grid 6 high. Demo images are made on machines without any font (a fresh
 * clone, a bare container); text given to the image library would come out there as empty boxes.
 */
type Glyph = { width: number; path: string };

const NARROW = 1.2;
const MIDDLE = 3.6;
const WIDE = 4.2;
const GAP = 1.3;
const SPACE = 2.6;

const PATHS: readonly [string, number, string][] = [
  ['A', WIDE, 'M0 6L2.1 0L4.2 6M.8 3.9H3.4'],
  ['B', MIDDLE, 'M0 0V6H2Q3.6 6 3.6 4.4T2 2.9H0M2 2.9Q3.3 2.9 3.3 1.4T2 0H0'],
  ['C', WIDE, 'M4.1 1.3Q3.4 0 2.1 0Q0 0 0 3T2.1 6Q3.4 6 4.1 4.7'],
  ['D', WIDE, 'M0 0V6H1.7Q4.1 6 4.1 3T1.7 0Z'],
  ['E', MIDDLE, 'M3.5 0H0V6H3.5M0 2.9H2.8'],
  ['F', MIDDLE, 'M3.5 0H0V6M0 2.9H2.8'],
  ['G', WIDE, 'M4.1 1.3Q3.4 0 2.1 0Q0 0 0 3T2.1 6Q3.4 6 4.1 5V3.2H2.4'],
  ['H', WIDE, 'M0 0V6M4 0V6M0 2.9H4'],
  ['I', NARROW, 'M.6 0V6'],
  ['J', 3, 'M2.9 0V4.2Q2.9 6 1.4 6Q.3 6 0 4.7'],
  ['K', WIDE, 'M0 0V6M4 0L0 3.6M1.4 2.4L4.1 6'],
  ['L', 3.3, 'M0 0V6H3.3'],
  ['M', 4.8, 'M0 6V0L2.4 4L4.8 0V6'],
  ['N', WIDE, 'M0 6V0L4 6V0'],
  ['O', 4.4, 'M2.2 0Q0 0 0 3T2.2 6Q4.4 6 4.4 3T2.2 0Z'],
  ['P', MIDDLE, 'M0 6V0H2Q3.6 0 3.6 1.7T2 3.4H0'],
  ['Q', 4.4, 'M2.2 0Q0 0 0 3T2.2 6Q4.4 6 4.4 3T2.2 0ZM2.7 4.4L4.4 6.4'],
  ['R', MIDDLE, 'M0 6V0H2Q3.6 0 3.6 1.6T2 3.2H0M1.9 3.2L3.8 6'],
  ['S', MIDDLE, 'M3.4 1.1Q2.9 0 1.8 0Q.1 0 .1 1.5Q.1 2.6 1.8 2.9Q3.6 3.2 3.6 4.5Q3.6 6 1.8 6Q.4 6 0 4.8'],
  ['T', WIDE, 'M0 0H4.2M2.1 0V6'],
  ['U', WIDE, 'M0 0V3.9Q0 6 2 6T4 3.9V0'],
  ['V', WIDE, 'M0 0L2.1 6L4.2 0'],
  ['W', 5.6, 'M0 0L1.4 6L2.8 1L4.2 6L5.6 0'],
  ['X', WIDE, 'M0 0L4 6M4 0L0 6'],
  ['Y', WIDE, 'M0 0L2.1 3L4.2 0M2.1 3V6'],
  ['Z', MIDDLE, 'M0 0H3.6L0 6H3.6'],
  ['0', 3.8, 'M1.9 0Q0 0 0 3T1.9 6Q3.8 6 3.8 3T1.9 0Z'],
  ['1', 2.6, 'M.2 1.3L1.6 0V6'],
  ['2', MIDDLE, 'M.1 1.4Q.3 0 1.8 0Q3.5 0 3.5 1.6Q3.5 2.5 2.3 3.7L0 6H3.6'],
  ['3', MIDDLE, 'M.2 0H3.3L1.6 2.4Q3.6 2.4 3.6 4.2Q3.6 6 1.7 6Q.3 6 0 4.8'],
  ['4', 3.8, 'M2.9 6V0L0 4.2H3.8'],
  ['5', MIDDLE, 'M3.3 0H.5L.2 2.7Q.9 2.2 1.8 2.2Q3.6 2.2 3.6 4.1Q3.6 6 1.7 6Q.4 6 0 4.9'],
  ['6', MIDDLE, 'M3.2 .5Q2.7 0 1.9 0Q0 0 0 3.6Q0 6 1.8 6Q3.6 6 3.6 4.2Q3.6 2.4 1.8 2.4Q.3 2.4 0 4'],
  ['7', MIDDLE, 'M0 0H3.6L1.3 6'],
  [
    '8',
    MIDDLE,
    'M1.8 0Q.2 0 .2 1.4T1.8 2.8Q3.4 2.8 3.4 1.4T1.8 0ZM1.8 2.8Q0 2.8 0 4.4T1.8 6Q3.6 6 3.6 4.4T1.8 2.8Z',
  ],
  ['9', MIDDLE, 'M.4 5.5Q.9 6 1.7 6Q3.6 6 3.6 2.4Q3.6 0 1.8 0Q0 0 0 1.8Q0 3.6 1.8 3.6Q3.3 3.6 3.6 2'],
  ['.', NARROW, 'M.6 5.8V6'],
  [',', NARROW, 'M.8 5.7L.3 6.9'],
  [':', NARROW, 'M.6 2.1V2.3M.6 5.5V5.7'],
  ['/', 2.6, 'M2.6 -.2L0 6.2'],
  ['-', 2.2, 'M.1 3.2H2.1'],
  ["'", NARROW, 'M.6 0V1.4'],
  ['(', 1.6, 'M1.5 -.4Q0 1.2 0 3T1.5 6.6'],
  [')', 1.6, 'M.1 -.4Q1.6 1.2 1.6 3T.1 6.6'],
  ['+', 3, 'M1.5 1.7V4.7M0 3.2H3'],
  [
    '@',
    5,
    'M3.5 2V3.6Q3.5 4.3 4.2 4.3Q5 4.3 5 2.8Q5 0 2.5 0T0 3T2.5 6.2Q3.4 6.2 4 5.8M3.5 3Q3.5 1.8 2.5 1.8T1.5 3T2.5 4.2T3.5 3',
  ],
  ['?', 3.2, 'M0 1.3Q.3 0 1.6 0T3.2 1.5Q3.2 2.4 1.6 3.2V4.2M1.6 5.8V6'],
];
const GLYPHS: ReadonlyMap<string, Glyph> = new Map(
  PATHS.map(([letter, width, path]) => [letter, { width, path }]),
);
const GRID_HEIGHT = 6;

/** How a line of text is drawn; `x` and `y` place its upper left corner, in pixels. */
export type TextStyle = {
  x: number;
  y: number;
  height: number;
  weight?: number;
  color?: string;
  opacity?: number;
};

/** The width in pixels of a text drawn `height` high. */
export function textWidth(text: string, height: number): number {
  let units = 0;
  for (const letter of text.toUpperCase()) units += advance(letter);
  return Math.max(0, units - GAP) * (height / GRID_HEIGHT);
}

/** An SVG group with the text as strokes, in capitals; a letter we cannot draw stands as a question mark. */
export function drawText(text: string, style: TextStyle): string {
  const { x, y, height, weight = 0.7, color = '#1c1c24', opacity = 1 } = style;
  const scale = height / GRID_HEIGHT;
  let at = 0;
  let letters = '';
  for (const letter of text.toUpperCase()) {
    if (letter !== ' ')
      letters += `<path transform="translate(${round(at)} 0)" d="${glyphOf(letter).path}"/>`;
    at += advance(letter);
  }
  const pen = `fill="none" stroke="${color}" stroke-width="${weight}" stroke-opacity="${opacity}"`;
  const joints = 'stroke-linecap="round" stroke-linejoin="round"';
  return `<g transform="translate(${x} ${y}) scale(${round(scale)})" ${pen} ${joints}>${letters}</g>`;
}

function advance(letter: string): number {
  return letter === ' ' ? SPACE : glyphOf(letter).width + GAP;
}

function glyphOf(letter: string): Glyph {
  return GLYPHS.get(letter) ?? (GLYPHS.get('?') as Glyph);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
