import type { Connection, Database } from '../database.ts';
import { documentsOfSubmission } from '../documents/document-store.ts';
import { lateBlockers } from '../lateness/lateness-rules.ts';
import { latenessOf } from '../lateness/lateness-store.ts';
import type { ReasonCode } from '../reference/reason-code-schema.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';
import { currentOf, openWave, type Current } from './portal-current.ts';
import { toPortalDocument, type PortalDrafts } from './portal-drafts.ts';
import { missingOf, mayNow, savedForm, type DraftForm } from './portal-form-rules.ts';
import { whyOf } from './portal-reason-rules.ts';
import type { Applicant, OpenWave, PortalDocument, PortalMe, PortalSubmission } from './portal-schema.ts';
import { journeyOf } from './portal-stage-rules.ts';

/** Whose registration it is. */
type Owner = { id: number; full_name: string };

interface TransitionRow {
  action: string;
  to_status: SubmissionStatus;
  at: string;
  reason_codes: string | null;
  note: string | null;
}

const passageOf = ({ action, to_status, at }: TransitionRow) => ({ action, to: to_status, at });
const codesOf = (text: string | null) => (text ? (JSON.parse(text) as ReasonCode[]) : []);

/** Where a registration stands and why, in the words of the portal; of id 0, which is nobody's, nothing at the same cost. */
export async function standingOf(
  connection: Connection,
  row: Pick<SubmissionRow, 'id' | 'status' | 'channel' | 'created_at'>,
  now: string,
) {
  const rows = (await connection('submission_transitions')
    .where({ submission_id: row.id })
    .orderBy('id')
    .select('action', 'to_status', 'at', 'reason_codes', 'note')) as TransitionRow[];
  const journey = journeyOf(row.status, rows.map(passageOf), { createdAt: row.created_at, now });
  const decision = journey.last === null ? undefined : rows[journey.last];
  return {
    ...journey,
    ...whyOf(
      journey.status,
      decision ? { reasonCodes: codesOf(decision.reason_codes), note: decision.note } : null,
      row.channel,
    ),
  };
}

const formOfRow = (sealer: FormSealer, row: SubmissionRow): DraftForm => {
  const { declarations, ...form } = sealer.formOf(row);
  return { ...form, ...(declarations ? { declarations } : {}) };
};

/** What an applicant sees of their registration. */
export function createPortalView({
  database,
  drafts,
  sealer,
}: {
  database: Database;
  drafts: PortalDrafts;
  sealer: FormSealer;
}) {
  const head = ({ wave }: Current) => ({ waveName: wave.name, closesAt: wave.closesAt });
  const kindsOf = (documents: readonly PortalDocument[]) => documents.map(({ kind }) => kind);

  async function ofDraft(
    connection: Connection,
    fullName: string,
    current: Current,
  ): Promise<PortalSubmission> {
    const { wave, draft, open } = current;
    const form = draft ? drafts.formOf(draft) : {};
    const documents = (draft ? await drafts.documentsOf(connection, draft.id) : []).map(toPortalDocument);
    return {
      ...head(current),
      version: draft?.version ?? 0,
      ...{ registrationNo: null, status: 'draft', stage: 'filling' },
      timeline: draft ? [{ stage: 'filling', at: draft.created_at }] : [],
      form: savedForm(fullName, form),
      editable: open,
      missing: missingOf(form, wave.requiredDocuments.online, kindsOf(documents)),
      ...{ reasons: [], note: null, documents, withdrawable: false },
    };
  }

  /** A batch that is sealed keeps its rows until it is sent back. */
  async function isSealed(connection: Connection, { batch_id }: SubmissionRow): Promise<boolean> {
    if (batch_id === null) return false;
    const batch = (await connection('batches').where({ id: batch_id }).first('status')) as { status: string };
    return !['open', 'cancelled'].includes(batch.status);
  }

  async function missingAgain(
    connection: Connection,
    row: SubmissionRow,
    form: DraftForm,
    current: Current,
    now: string,
  ) {
    const documents = (await documentsOfSubmission(connection, row.id)).map(toPortalDocument);
    const late = lateBlockers(await latenessOf(connection, row.wave_id), 'resubmit', row.office_id, now);
    return [
      ...missingOf(form, current.wave.requiredDocuments.online, kindsOf(documents)),
      ...late.map(({ code }) => ({ field: 'deadline', code })),
    ];
  }

  async function ofSubmission(
    connection: Connection,
    row: SubmissionRow,
    current: Current,
    now: string,
  ): Promise<PortalSubmission> {
    const { status, stage, timeline, reasons, note } = await standingOf(connection, row, now);
    const form = formOfRow(sealer, row);
    const editable = mayNow(row.status, 'edit');
    return {
      ...head(current),
      ...{ version: row.version, registrationNo: row.registration_no, status, stage, timeline },
      form: savedForm(row.full_name, form),
      editable,
      missing: editable ? await missingAgain(connection, row, form, current, now) : [],
      ...{ reasons, note },
      documents: (await documentsOfSubmission(connection, row.id)).map(toPortalDocument),
      withdrawable: mayNow(row.status, 'withdraw') && !(await isSealed(connection, row)),
    };
  }

  async function wave(now: string): Promise<OpenWave | null> {
    const open = await openWave(database.read, now);
    return open && { name: open.name, opensAt: open.opensAt, closesAt: open.closesAt };
  }

  /** Null for whoever never took part, while no wave is open. */
  async function submission(
    connection: Connection,
    applicant: Owner,
    now: string,
  ): Promise<PortalSubmission | null> {
    const current = await currentOf(connection, applicant.id, now);
    if (!current) return null;
    return current.submission
      ? ofSubmission(connection, current.submission, current, now)
      : ofDraft(connection, applicant.full_name, current);
  }

  return {
    wave,
    submission,
    /** All that the first page of an applicant needs. */
    me: async (owner: Owner, applicant: Applicant, now: string): Promise<PortalMe> => ({
      applicant,
      wave: await wave(now),
      submission: await submission(database.read, owner, now),
    }),
  };
}
export type PortalView = ReturnType<typeof createPortalView>;
