import { inflateSync } from 'node:zlib';

/** One page's worth of drawing operators, in the order they were written. */
function contentStreams(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/FlateDecode\s*>>\s*stream\n/g)].map((start) => {
    const from = start.index + start[0].length;
    return inflateSync(pdf.subarray(from, text.indexOf('endstream', from))).toString('latin1');
  });
}

const decoder = new TextDecoder('windows-1252');

/** The text of each page of a PDF made with standard fonts, one line a text operator. */
export function pdfPages(pdf: Buffer): string[] {
  return contentStreams(pdf).map((content) =>
    [...content.matchAll(/\[([^\]]*)\]\s*TJ/g)]
      .map(([, parts = '']) => [...parts.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => hex).join(''))
      .map((hex) => decoder.decode(Buffer.from(hex, 'hex')))
      .join('\n'),
  );
}

/** The text of a whole PDF with every run of blanks as one space. */
export function pdfText(pdf: Buffer): string {
  return pdfPages(pdf).join('\n').replace(/\s+/g, ' ');
}

/** The rectangles a page fills, as `x y width height` in points from the top left corner. */
export function pdfRectangles(pdf: Buffer): [number, number, number, number][] {
  return contentStreams(pdf).flatMap((content) =>
    [...content.matchAll(/^([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re$/gm)].map(
      (match) => match.slice(1, 5).map(Number) as [number, number, number, number],
    ),
  );
}
