import type { RowProblem } from './import-schema.ts';
import type { ClassReason, ClassReasonCode } from './recap-class-rules.ts';
import type { Bilingual, RecapColumn } from './recap-schema.ts';

/** What a conflict may name: the line of the file or the office where the same thing stands already. */
export type ConflictPlace = { line?: number; office?: string };

type Words = { column: RecapColumn | null; message: Bilingual; remedy: Bilingual };

const WORDS: Record<ClassReasonCode, Words> = {
  DUPLICATE: {
    column: 'nik',
    message: {
      id: 'NIK ini sudah terdaftar di gelombang ini atau berulang di berkas.',
      en: 'This NIK is registered in this wave already or stands in the file twice.',
    },
    remedy: {
      id: 'Satu orang didaftarkan satu kali. Cocokkan dengan KTP asli; hapus baris ini atau perbaiki NIK yang salah.',
      en: 'A person is registered once. Compare with the original KTP; delete this row or correct the wrong NIK.',
    },
  },
  ROW_ID_REPEATED: {
    column: 'row_id',
    message: { id: 'row_id berulang di berkas.', en: 'This row_id stands in the file twice.' },
    remedy: {
      id: 'Beri setiap baris row_id tersendiri, dan jangan memakai lagi yang pernah dikirim.',
      en: 'Give every row a row_id of its own, and none that was handed over before.',
    },
  },
  NAME_LOCKED: {
    column: 'nama_lengkap',
    message: {
      id: 'Nama berbeda dari pendaftaran yang sudah masuk dengan row_id ini.',
      en: 'The name differs from the registration already made under this row_id.',
    },
    remedy: {
      id: 'Nama terdaftar tidak dapat diubah. Kembalikan nama semula, atau beri row_id baru bila orangnya lain.',
      en: 'A registered name can never be changed. Restore the name, or give a new row_id if it is another person.',
    },
  },
  NOT_EDITABLE: {
    column: null,
    message: {
      id: 'Pendaftaran dengan row_id ini sedang diproses sehingga tidak dapat diubah lewat impor.',
      en: 'The registration under this row_id is being processed and cannot be changed by an import.',
    },
    remedy: {
      id: 'Tunggu sampai dikembalikan untuk perbaikan, atau beri row_id baru bila orangnya lain.',
      en: 'Wait until it is sent back for correction, or give a new row_id if it is another person.',
    },
  },
};

const PLACED: Partial<Record<ClassReasonCode, (place: ConflictPlace) => Bilingual | null>> = {
  DUPLICATE: ({ line, office }) => {
    if (line !== undefined)
      return { id: `NIK ini sama dengan baris ${line}.`, en: `This NIK is the same as in line ${line}.` };
    if (office === undefined) return null;
    return {
      id: `NIK ini sudah terdaftar di gelombang ini oleh ${office}.`,
      en: `This NIK is registered in this wave already, by ${office}.`,
    };
  },
  ROW_ID_REPEATED: ({ line }) =>
    line === undefined
      ? null
      : { id: `row_id ini sudah dipakai baris ${line}.`, en: `Line ${line} has this row_id already.` },
};

/** A conflict in words, naming where the other one stands, as far as it is known; never whose it is. */
export function conflictProblem({ code }: ClassReason, place: ConflictPlace = {}): RowProblem {
  const { column, message, remedy } = WORDS[code];
  return { column, code, message: PLACED[code]?.(place) ?? message, remedy };
}

/** The words of a conflict without its place: for a group of rows that stand in different places. */
export function conflictWords(code: string): { message: Bilingual; remedy: Bilingual } | null {
  const words = Object.hasOwn(WORDS, code) ? WORDS[code as ClassReasonCode] : null;
  return words && { message: words.message, remedy: words.remedy };
}
