import type { Connection, Database } from '../database.ts';
import { runList, type ListDefinition, type ListRequest, type ListResult } from '../http/list-query.ts';
import {
  LATE_ACTS,
  LATE_OVERRIDE_STATUSES,
  type LateCorrectionRecord,
  type LateOverrideRecord,
} from './lateness-schema.ts';
import type { Lateness } from './lateness-rules.ts';

export interface LateOverrideRow {
  id: number;
  wave_id: number;
  act: LateOverrideRecord['act'];
  office_id: number | null;
  reason: string;
  until: string;
  status: LateOverrideRecord['status'];
  ordered_by_id: number;
  ordered_at: string;
  answered_by_id: number | null;
  answered_at: string | null;
  answer_note: string | null;
  version: number;
}

/** The deadline of a wave and the overrides that were consented to. */
export async function latenessOf(connection: Connection, waveId: number): Promise<Lateness> {
  const wave = (await connection('waves').where({ id: waveId }).first('handover_deadline')) as
    { handover_deadline: string | null } | undefined;
  const deadline = wave?.handover_deadline ?? null;
  if (deadline === null) return { deadline, overrides: [] };
  const rows = (await connection('late_overrides').where({
    wave_id: waveId,
    status: 'consented',
  })) as LateOverrideRow[];
  return {
    deadline,
    overrides: rows.map((row) => ({
      act: row.act,
      officeId: row.office_id,
      status: row.status,
      answeredAt: row.answered_at,
      until: row.until,
    })),
  };
}

const int = (column: string) => ({ column, type: 'int' as const });
const text = (column: string, values?: readonly string[]) => ({
  column,
  type: 'text' as const,
  ...(values ? { values } : {}),
});

export const LATE_OVERRIDE_LIST: ListDefinition = {
  resource: 'late-overrides',
  fields: {
    id: int('o.id'),
    waveId: int('o.wave_id'),
    officeId: int('o.office_id'),
    act: text('o.act', LATE_ACTS),
    status: text('o.status', LATE_OVERRIDE_STATUSES),
    orderedById: int('o.ordered_by_id'),
    orderedAt: text('o.ordered_at'),
    until: text('o.until'),
  },
  defaultSort: ['id', 'DESC'],
};

export const toOverride = (row: LateOverrideRow & { used?: number }): LateOverrideRecord => ({
  id: row.id,
  waveId: row.wave_id,
  act: row.act,
  officeId: row.office_id,
  reason: row.reason,
  until: row.until,
  status: row.status,
  orderedById: row.ordered_by_id,
  orderedAt: row.ordered_at,
  answeredById: row.answered_by_id,
  answeredAt: row.answered_at,
  answerNote: row.answer_note,
  used: Number(row.used ?? 0),
  version: row.version,
});

export const listOverrides = (
  { read }: Database,
  request: ListRequest,
): Promise<ListResult<LateOverrideRecord>> =>
  runList<LateOverrideRow & { used: number }, LateOverrideRecord>(read, LATE_OVERRIDE_LIST, request, {
    from: () =>
      read('late_overrides as o').leftJoin(
        read('late_corrections')
          .groupBy('override_id')
          .select('override_id')
          .count({ used: '*' })
          .as('u'),
        'u.override_id',
        'o.id',
      ),
    columns: ['o.*', 'u.used'],
    toRecord: toOverride,
    idColumn: 'o.id',
  }); // prettier-ignore

export const LATE_CORRECTION_LIST: ListDefinition = {
  resource: 'late-corrections',
  fields: {
    id: int('c.id'),
    overrideId: int('c.override_id'),
    waveId: int('o.wave_id'),
    officeId: int('s.office_id'),
    act: text('c.act', LATE_ACTS),
    batchId: int('c.batch_id'),
    registrationNo: text('s.registration_no'),
    at: text('c.at'),
  },
  defaultSort: ['id', 'DESC'],
};

interface LateCorrectionRow {
  id: number;
  override_id: number;
  submission_id: number;
  registration_no: string;
  wave_id: number;
  office_id: number;
  act: LateCorrectionRecord['act'];
  batch_id: number | null;
  batch_no: string | null;
  deadline: string;
  at: string;
  reason: string;
}

export const listCorrections = (
  { read }: Database,
  request: ListRequest,
): Promise<ListResult<LateCorrectionRecord>> =>
  runList<LateCorrectionRow, LateCorrectionRecord>(read, LATE_CORRECTION_LIST, request, {
    from: () =>
      read('late_corrections as c')
        .join('late_overrides as o', 'o.id', 'c.override_id')
        .join('submissions as s', 's.id', 'c.submission_id')
        .leftJoin('batches as b', 'b.id', 'c.batch_id'),
    columns: [
      'c.id', 'c.override_id', 'c.submission_id', 's.registration_no', 'o.wave_id', 's.office_id', 'c.act', 'c.batch_id', 'b.batch_no', 'c.deadline', 'c.at', 'o.reason',
    ],
    toRecord: (row) => ({
      id: row.id,
      overrideId: row.override_id,
      submissionId: row.submission_id,
      registrationNo: row.registration_no,
      waveId: row.wave_id,
      officeId: row.office_id,
      act: row.act,
      batchId: row.batch_id,
      batchNo: row.batch_no,
      deadline: row.deadline,
      at: row.at,
      reason: row.reason,
    }),
    idColumn: 'c.id',
  }); // prettier-ignore
