import { refusal, type FileErrorDetail, type FileRefusal } from '../imports/recap-file-rules.ts';
import type { Bilingual, FileErrorCode } from '../imports/recap-schema.ts';

/** A whole file refused. `message` is for the log; `words` are for the office, in both languages. */
export class RecapFileError extends Error {
  readonly code: FileErrorCode;
  readonly words: Bilingual;

  constructor(refused: FileRefusal) {
    super(refused.message.en);
    this.name = 'RecapFileError';
    this.code = refused.code;
    this.words = refused.message;
  }
}

/** Builds the error of one code, naming what the message can name. */
export function recapFileError(code: FileErrorCode, detail: FileErrorDetail = {}): RecapFileError {
  return new RecapFileError(refusal(code, detail));
}
