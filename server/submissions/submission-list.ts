import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';
import type { Connection, Database } from '../database.ts';
import {
  countMatches,
  readFilter,
  runList,
  type Condition,
  type ListDefinition,
  type ListRequest,
  type ListResult,
} from '../http/list-query.ts';
import { forbidden } from '../errors.ts';
import { may } from '../auth/permission-rules.ts';
import { narrowToLeft } from './carried-rows.ts';
import { narrowToFigure, partOfFigure } from './figure-rows.ts';
import { narrowToFirstReader, narrowToReading } from './reading-rows.ts';
import { narrowToSignal } from './signal-rows.ts';
import { SHEET_FIGURES } from './sheet-figure-schema.ts';
import { planList } from './submission-list-plan.ts';
import {
  CHANNELS,
  EDUCATION_LEVELS,
  EMPLOYMENT_STATUSES,
  LURING_REASONS,
  PROPOSERS,
  READING_QUEUES,
  SEXES,
  SUBMISSION_IDENTITY_OUTCOMES,
  SUBMISSION_SCREENING_OUTCOMES,
  SUBMISSION_SIGNALS,
  SUBMISSION_STATUSES,
  type SubmissionRecord,
} from './submission-schema.ts';
import {
  AT_THE_PMO,
  RECORD_COLUMNS,
  rowToSubmission,
  visibleTo,
  type SubmissionRecordRow,
} from './submission-store.ts';

const SHORTEST_TRIGRAM = 3;

/** Words of a name: by trigrams where the text is long enough, else by the name's beginning. */
function searchName(query: Knex.QueryBuilder, text: string, connection: Connection): void {
  const upper = text.toUpperCase();
  const sqlite = String(connection.client.config.client) !== 'pg';
  if (/^PK-/.test(upper)) {
    void query.where('submissions.registration_no', upper.replaceAll(' ', ''));
    return;
  }
  const escaped = upper.replace(/[\\%_]/g, (character) => `\\${character}`);
  if (upper.length < SHORTEST_TRIGRAM) {
    void query.whereRaw("submissions.full_name LIKE ? ESCAPE '\\'", [`${escaped}%`]);
    return;
  }
  if (sqlite) {
    const words = upper.split(/\s+/).filter((word) => word.length >= SHORTEST_TRIGRAM);
    const match = (words.length > 0 ? words : [upper])
      .map((word) => `"${word.replaceAll('"', '""')}"`)
      .join(' ');
    void query.whereRaw(
      'submissions.id IN (SELECT rowid FROM submission_names WHERE submission_names MATCH ?)',
      [match],
    );
    return;
  }
  for (const word of escaped.split(/\s+/))
    void query.whereRaw("submissions.full_name ILIKE ? ESCAPE '\\'", [`%${word}%`]);
}

const text = (column: string, values?: readonly string[]) => ({
  column: `submissions.${column}`,
  type: 'text' as const,
  ...(values ? { values } : {}),
});
const int = (column: string) => ({ column: `submissions.${column}`, type: 'int' as const });
const bool = (column: string) => ({ column: `submissions.${column}`, type: 'bool' as const });
/** Asked for now and then, beside something with an index; no order of a list. */
const aside = { sort: false } as const;

export const SUBMISSION_LIST: ListDefinition = {
  resource: 'submissions',
  fields: {
    id: int('id'),
    registrationNo: text('registration_no'),
    channel: text('channel', CHANNELS),
    status: text('status', SUBMISSION_STATUSES),
    waveId: int('wave_id'),
    officeId: int('office_id'),
    proposer: text('proposer', PROPOSERS),
    luringReason: { ...text('luring_reason', LURING_REASONS), ...aside },
    fullName: text('full_name'),
    birthPlace: { ...text('birth_place'), ...aside },
    sex: text('sex', SEXES),
    birthDate: text('birth_date'),
    regionCode: text('region_code'),
    educationLevel: { ...text('education_level', EDUCATION_LEVELS), ...aside },
    employmentStatus: { ...text('employment_status', EMPLOYMENT_STATUSES), ...aside },
    desiredTraining: { ...text('desired_training'), ...aside },
    cameInPerson: { ...bool('came_in_person'), ...aside },
    originalKtpSeen: { ...bool('original_ktp_seen'), ...aside },
    assigneeId: int('assignee_id'),
    leaseUntil: text('lease_until'),
    identityOutcome: text('identity_outcome', SUBMISSION_IDENTITY_OUTCOMES),
    identityStale: bool('identity_stale'),
    screeningOutcome: text('screening_outcome', SUBMISSION_SCREENING_OUTCOMES),
    duplicateCount: int('duplicate_count'),
    batchId: int('batch_id'),
    roundNo: int('round_no'),
    keyedById: int('keyed_by_id'),
    decidedById: int('decided_by_id'),
    importId: int('import_id'),
    rowId: text('row_id'),
    submittedAt: text('submitted_at'),
    decidedAt: text('decided_at'),
    dueAt: text('due_at'),
    // Ids are given in order of creation and have the better index.
    createdAt: text('created_at'),
    updatedAt: text('updated_at'),
    version: int('version'),
    reading: { ...text('id', READING_QUEUES), ...aside, narrow: narrowToReading },
    firstReaderId: { ...int('id'), ...aside, narrow: narrowToFirstReader },
    signal: { ...text('id', SUBMISSION_SIGNALS), ...aside, narrow: narrowToSignal },
    carriedFromBatchId: { ...int('id'), ...aside, narrow: narrowToLeft('batch') },
    leftOutOfId: { ...int('id'), ...aside, narrow: narrowToLeft('composition') },
    figure: { ...text('id', SHEET_FIGURES), ...aside, narrow: narrowToFigure },
    figureRound: { ...int('id'), ...aside, narrow: partOfFigure },
    figureBatchId: { ...int('id'), ...aside, narrow: partOfFigure },
    figureProposer: { ...text('id', PROPOSERS), ...aside, narrow: partOfFigure },
    figureRegionCode: { ...text('id'), ...aside, narrow: partOfFigure },
  },
  defaultSort: ['id', 'DESC'],
  search: searchName,
};

const COUNTED: Record<string, string> = {
  waveId: 'wave_id',
  status: 'status',
  channel: 'channel',
  officeId: 'office_id',
  regionCode: 'region_code',
};

/**
 * The exact total of a filter that asks only for what the counters count; null where it asks for more. A total is one
 * short sum over an index.
 */
export async function countedTotal(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  request: Pick<ListRequest, 'conditions' | 'q'>,
): Promise<number | null> {
  if (
    request.q ||
    request.conditions.some(
      ({ field, operator, value }) => !COUNTED[field] || value === null || !['eq', 'neq'].includes(operator),
    )
  )
    return null;
  const query = connection('submission_counters').sum({ n: 'delta' });
  if (actor.role === 'intake') void query.where('office_id', actor.officeId);
  if (actor.role === 'pmo') void query.whereIn('status', AT_THE_PMO);
  for (const { field, operator, value } of request.conditions) {
    const column = COUNTED[field] as string;
    if (Array.isArray(value)) void query.whereIn(column, value);
    else void query.where(column, operator === 'neq' ? '<>' : '=', value);
  }
  const [row] = (await query) as { n: number | null }[];
  return Number(row?.n ?? 0);
}

/** Whether a NIK ends in 0 is not for whoever sees NIKs only masked. Throws 403. */
function assertMayAsk({ role }: Pick<Actor, 'role'>, conditions: readonly Condition[]): void {
  if (conditions.some(({ field }) => field === 'signal') && !may(role, 'signal.read')) throw forbidden();
}

/** The filter of a command over many registrations, under the rules of the list. */
export function readSubmissionFilter(
  actor: Pick<Actor, 'role'>,
  filter: Record<string, unknown>,
): ReturnType<typeof readFilter> {
  const asked = readFilter(SUBMISSION_LIST, filter);
  assertMayAsk(actor, asked.conditions);
  return asked;
}

/** One page of registrations the actor may see. */
export async function listSubmissions(
  database: Database,
  actor: Actor,
  request: ListRequest,
): Promise<ListResult<SubmissionRecord>> {
  const { read } = database;
  assertMayAsk(actor, request.conditions);
  const plan = database.engine === 'sqlite' ? planList(actor, request) : null;
  const from = (index?: string) =>
    visibleTo(
      index ? read.from(read.raw('?? INDEXED BY ??', ['submissions', index])) : read('submissions'),
      actor,
    );
  const exact = await countedTotal(read, actor, request);
  const count =
    exact === null
      ? await countMatches(read, SUBMISSION_LIST, request, () => from(plan?.gather))
      : { total: exact, capped: false };
  if (count.total === 0) return { rows: [], ...count, nextCursor: null };
  return runList<SubmissionRecordRow, SubmissionRecord>(read, SUBMISSION_LIST, request, {
    from: () => read('submissions'),
    ids: () => from(plan && count.total > plan.few ? plan.walk : plan?.gather),
    columns: RECORD_COLUMNS,
    toRecord: rowToSubmission,
    idColumn: 'submissions.id',
    count,
  });
}
