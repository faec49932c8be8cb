import { DocumentError, isDocumentErrorCode, type DocumentErrorCode } from './document-error.ts';
import type { UploadTask } from './document-process.ts';
import { MAX_DOCUMENT_BYTES } from './document-schema.ts';
import type { ReencodedImage } from './image-decoder.ts';
import { createIsolatedProcess, IsolationError } from '../isolation/isolated-process.ts';
import { inspectUpload } from './upload-inspection.ts';

export type { ReencodedImage } from './image-decoder.ts';
export { inspectUpload } from './upload-inspection.ts';

/** Judges uploads in a process of its own. One for the whole server; stop it when draining. */
export interface ImagePipeline {
  /**
   * Decodes a JPEG or PNG of at most 10 MB and 40 megapixels and writes it anew as JPEG: upright, without
   * EXIF, without anything that rode along.
   * @throws DocumentError with a code and sentences for people.
   */
  reencodeImage(upload: Uint8Array): Promise<ReencodedImage>;
  /** Accepts a PDF of a signed paper that holds nothing active. @throws DocumentError. */
  checkPdf(upload: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

export interface ImagePipelineOptions {
  /** Milliseconds for one upload before the process is killed; the start of the process counts. */
  timeoutMs?: number;
  /** Uploads that may wait beside the one at work. */
  queueLimit?: number;
  /** Milliseconds without work after which the process is ended. */
  idleMs?: number;
}

/** A pipeline of one process: a picture of 40 megapixels takes some 160 MB, so one at a time. */
export function createImagePipeline(options: ImagePipelineOptions = {}): ImagePipeline {
  const judge = createIsolatedProcess<UploadTask, ReencodedImage | null>({
    entry: new URL('./document-process.ts', import.meta.url),
    timeoutMs: options.timeoutMs ?? 30_000,
    queueLimit: options.queueLimit ?? 32,
    idleMs: options.idleMs ?? 60_000,
  });
  const run = async (task: UploadTask) => {
    // Before it travels to the other process: refusing the obvious must stay cheap.
    if (task.upload.byteLength > MAX_DOCUMENT_BYTES) throw new DocumentError('TOO_LARGE');
    return judge.run(task).catch((error: unknown) => Promise.reject(refusal(error)));
  };
  return {
    async reencodeImage(upload) {
      const kind = inspectUpload(upload);
      if (kind !== 'jpeg' && kind !== 'png') throw new DocumentError('UNSUPPORTED_TYPE');
      const image = await run({ task: 'image', upload });
      if (!image) throw new DocumentError('PROCESSING_FAILED');
      return image;
    },
    async checkPdf(upload) {
      if (inspectUpload(upload) !== 'pdf') throw new DocumentError('UNSUPPORTED_TYPE');
      await run({ task: 'pdf', upload });
    },
    stop: () => judge.stop(),
  };
}

function refusal(error: unknown): unknown {
  if (!(error instanceof IsolationError)) return error;
  switch (error.code) {
    case 'REFUSED':
      return new DocumentError(
        isDocumentErrorCode(error.reason) ? error.reason : decodeFailure(error.message),
        error,
      );
    case 'TIMEOUT':
      return new DocumentError('TIMEOUT', error);
    case 'BUSY':
    case 'STOPPED':
      return new DocumentError('BUSY', error);
    case 'CRASHED':
      return new DocumentError('PROCESSING_FAILED', error);
  }
}

const CUT = /premature end|end of file|unexpected end|end of stream|truncat|not enough|read error/i;

/** Sorts what libvips says about a picture into our refusals; whatever else it says is "not an image". */
function decodeFailure(message: string): DocumentErrorCode {
  if (/pixel limit/i.test(message)) return 'TOO_MANY_PIXELS';
  if (/timeout/i.test(message)) return 'TIMEOUT';
  return CUT.test(message) ? 'TRUNCATED' : 'NOT_AN_IMAGE';
}
