import { AppError } from '../errors.ts';

export type DocumentErrorCode =
  | 'NOT_AN_IMAGE'
  | 'TRUNCATED'
  | 'TOO_MANY_PIXELS'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_TYPE'
  | 'ACTIVE_CONTENT'
  | 'TIMEOUT'
  | 'BUSY'
  | 'PROCESSING_FAILED';

/** The HTTP status of api.md for each refusal. */
const STATUS = {
  NOT_AN_IMAGE: 422,
  TRUNCATED: 422,
  TOO_MANY_PIXELS: 422,
  TOO_LARGE: 413,
  UNSUPPORTED_TYPE: 415,
  ACTIVE_CONTENT: 422,
  TIMEOUT: 422,
  BUSY: 503,
  PROCESSING_FAILED: 503,
} as const satisfies Record<DocumentErrorCode, number>;

/** What the person at the counter reads: what is wrong and what to do next. */
const SENTENCES = {
  NOT_AN_IMAGE: {
    id: 'Berkas ini bukan foto yang dapat dibaca. Unggah foto atau pindaian JPEG atau PNG yang asli.',
    en: 'This file is not a readable picture. Upload an original JPEG or PNG photo or scan.',
  },
  TRUNCATED: {
    id: 'Berkas ini terpotong atau rusak. Ambil ulang dari kamera atau pemindai, lalu unggah lagi.',
    en: 'This file is cut short or damaged. Take it again from the camera or scanner and upload it again.',
  },
  TOO_MANY_PIXELS: {
    id: 'Gambar terlalu besar: paling banyak 40 megapiksel. Pindai dengan 300 dpi atau perkecil gambarnya.',
    en: 'The picture is too large: at most 40 megapixels. Scan at 300 dpi or make it smaller.',
  },
  TOO_LARGE: {
    id: 'Ukuran berkas melebihi 10 MB. Perkecil berkasnya, lalu unggah lagi.',
    en: 'The file is larger than 10 MB. Make it smaller and upload it again.',
  },
  UNSUPPORTED_TYPE: {
    id: 'Jenis berkas ini tidak diterima. Foto dan pindaian: JPEG atau PNG. Surat bertanda tangan: juga PDF.',
    en: 'This kind of file is not accepted. Photos and scans: JPEG or PNG. Signed papers: also PDF.',
  },
  ACTIVE_CONTENT: {
    id: 'PDF ini berisi skrip, lampiran, atau kata sandi. Pindai suratnya sebagai PDF biasa, lalu unggah lagi.',
    en: 'This PDF holds a script, an attachment or a password. Scan the paper as a plain PDF and upload it again.',
  },
  TIMEOUT: {
    id: 'Gambar ini terlalu lama diolah. Simpan ulang sebagai JPEG biasa, lalu unggah lagi.',
    en: 'This picture takes too long to process. Save it again as a plain JPEG and upload it again.',
  },
  BUSY: {
    id: 'Sistem sedang mengolah banyak berkas. Tunggu sebentar, lalu unggah lagi.',
    en: 'The system is processing many files. Wait a moment and upload it again.',
  },
  PROCESSING_FAILED: {
    id: 'Berkas tidak dapat diolah saat ini. Unggah lagi; bila terulang, hubungi administrator.',
    en: 'The file cannot be processed now. Upload it again; if this recurs, call the administrator.',
  },
} as const satisfies Record<DocumentErrorCode, { id: string; en: string }>;

/** Whether a text is one of our codes, as it comes back from another process. */
export function isDocumentErrorCode(code: unknown): code is DocumentErrorCode {
  return typeof code === 'string' && Object.hasOwn(SENTENCES, code);
}

/** A file refused, with a code for machines and a sentence in both languages for people. */
export class DocumentError extends AppError {
  declare readonly code: DocumentErrorCode;
  readonly sentence: { id: string; en: string };
  constructor(code: DocumentErrorCode, cause?: unknown) {
    const status = STATUS[code];
    super(status, code, SENTENCES[code].en, {
      details: { sentence: SENTENCES[code] },
      ...(status === 503 && { headers: { 'Retry-After': '5' } }),
    });
    this.name = 'DocumentError';
    this.sentence = SENTENCES[code];
    // For the log only: what the decoder said.
    if (cause !== undefined) this.cause = cause;
  }
}
