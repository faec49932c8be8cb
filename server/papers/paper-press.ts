import { createIsolatedProcess, IsolationError } from '../isolation/isolated-process.ts';
import { AppError } from '../errors.ts';
import { renderAttestation } from './attestation-paper.ts';
import type { BatchPaper } from './batch-paper.ts';
import { renderDecree, type DecreePaper } from './decree-paper.ts';
import { renderHandover, type HandoverPaper } from './handover-paper.ts';
import { renderNoticeLetters, type NoticeLetters } from './notice-letter-paper.ts';
import { renderReceipt, type ReceiptPaper } from './receipt-paper.ts';

/** Prints every paper as a PDF. One for the whole server; stop it when draining. */
export interface PaperPress {
  receipt(data: ReceiptPaper): Promise<Buffer>;
  letters(data: NoticeLetters): Promise<Buffer>;
  attestation(data: BatchPaper): Promise<Buffer>;
  handover(data: HandoverPaper): Promise<Buffer>;
  /** @throws AppError 503 `BUSY` when too many long annexes are being printed, or printing one failed. */
  decree(data: DecreePaper): Promise<Buffer>;
  stop(): Promise<void>;
}

/** Rows up to which an annex is printed at once (some 70 ms); longer ones would hold up everybody else. */
const ROWS_AT_ONCE = 200;

/** The press: short papers at once, long annexes one after another in a process of their own. */
export function createPaperPress(): PaperPress {
  const printer = createIsolatedProcess<DecreePaper, Uint8Array>({
    entry: new URL('./paper-process.ts', import.meta.url),
    timeoutMs: 180_000,
    queueLimit: 4,
    idleMs: 30_000,
  });
  return {
    receipt: renderReceipt,
    letters: renderNoticeLetters,
    attestation: renderAttestation,
    handover: renderHandover,
    async decree(data) {
      if (data.rows.length <= ROWS_AT_ONCE) return renderDecree(data);
      const bytes = await printer.run(data).catch((error: unknown) => Promise.reject(refusal(error)));
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    stop: () => printer.stop(),
  };
}

function refusal(error: unknown): unknown {
  if (!(error instanceof IsolationError) || error.code === 'REFUSED') return error;
  const busy = new AppError(503, 'BUSY', 'The paper cannot be printed now. Try again in a moment.', {
    headers: { 'Retry-After': '10' },
  });
  busy.cause = error;
  return busy;
}
