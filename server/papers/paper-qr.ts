import QRCode from 'qrcode';
import { INK, type Paper } from './paper-canvas.ts';

/** What the QR code of a batch's papers says; the office of the ministry compares it with the screen. */
export function batchQrText(batchNo: string, digest: string): string {
  return JSON.stringify({ batchNo, digest });
}

/** The page on which an applicant sees the state of a registration. The number holds no NIK. */
export function statusUrl(publicUrl: string, registrationNo: string): string {
  return `${statusPage(publicUrl)}?no=${encodeURIComponent(registrationNo)}`;
}

/** The status page itself, as it is printed for people to type. */
export function statusPage(publicUrl: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/status`;
}

/** Modules of white that scanners need around a code. */
const QUIET_ZONE = 4;

/** Draws a QR code as vectors in a square of `side` points, its quiet zone included. */
export function drawQr(paper: Paper, text: string, x: number, y: number, side: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = side / (modules.size + 2 * QUIET_ZONE);
  paper.rect(x, y, side, side).fill(INK.paper);
  for (let row = 0; row < modules.size; row += 1) {
    for (const [start, length] of darkRuns(modules, row)) {
      paper.rect(x + (start + QUIET_ZONE) * unit, y + (row + QUIET_ZONE) * unit, length * unit, unit);
    }
  }
  paper.fill(INK.text);
}

/** Neighbouring dark modules as one rectangle: fewer objects, and no hairlines between them in print. */
function darkRuns(modules: QRCode.BitMatrix, row: number): [start: number, length: number][] {
  const runs: [number, number][] = [];
  for (let column = 0; column < modules.size; column += 1) {
    if (!modules.get(row, column)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === column) last[1] += 1;
    else runs.push([column, 1]);
  }
  return runs;
}
