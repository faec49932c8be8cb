import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuditService } from '../audit/audit-service.ts';
import { tooMany, type Throttle } from '../auth/throttle.ts';
import type { Database } from '../database.ts';
import { AppError } from '../errors.ts';
import { normaliseRegistrationNo } from '../submissions/registration-number-rules.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';
import type { Asked } from './applicant-account.ts';
import { LIMITS } from './portal-limit-rules.ts';
import type { AskStatus, StatusAnswer } from './portal-schema.ts';
import { standingOf } from './portal-view.ts';

type Sought = Pick<
  SubmissionRow,
  'id' | 'status' | 'channel' | 'created_at' | 'registration_no' | 'birth_date' | 'wave_id'
>;

/** Looked at in place of a registration that is not there: the answer costs the same. */
const NOBODY: Sought = {
  id: 0,
  status: 'submitted',
  channel: 'online',
  created_at: '1970-01-01T00:00:00.000Z',
  registration_no: '',
  birth_date: '',
  wave_id: 0,
};

/** The same for a number that is none, a number of nobody, a wrong birth date and a form not handed in. */
const unknown = () =>
  new AppError(
    404,
    'NOT_FOUND',
    'No registration has this number and this birth date. Compare both with the receipt.',
  );

const digest = (text: string) => createHash('sha256').update(text).digest();
const same = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));

/** The status of a registration for whoever has the receipt: of any channel, without an account, naming nobody. */
export function createPortalStatus({
  database,
  audit,
  throttle,
}: {
  database: Database;
  audit: AuditService;
  throttle: Throttle;
}) {
  /** The address first: once it is refused, ever new numbers leave no more counters behind. */
  async function assertSeldom(address: string, number: string): Promise<void> {
    const wait =
      (await throttle.count(LIMITS.statusAddress, address)) ||
      (await throttle.count(LIMITS.statusNumber, number));
    if (wait > 0) throw tooMany(wait, 'questions');
  }

  return {
    /** Throws 404 or 429. */
    async ask(
      { address, requestId, now }: Asked,
      { registrationNo, birthDate }: AskStatus,
    ): Promise<StatusAnswer> {
      const number = normaliseRegistrationNo(registrationNo) ?? registrationNo.toUpperCase();
      await assertSeldom(address, number);
      const found = (await database
        .read('submissions')
        .where({ registration_no: number })
        .whereNotNull('submitted_at')
        .first('id', 'status', 'channel', 'created_at', 'registration_no', 'birth_date', 'wave_id')) as
        Sought | undefined;
      const right = same(found?.birth_date ?? '', birthDate) && found !== undefined;
      const row = right ? found : NOBODY;
      const { stage, timeline, reasons } = await standingOf(database.read, row, now);
      const wave = (await database.read('waves').where({ id: row.wave_id }).first('name')) as
        { name: string } | undefined;
      if (!right || !wave) throw unknown();
      await audit.noteAnonymous(
        { action: 'submission.status-asked', requestId, outcome: 'done' },
        { subject: 'submission', subjectId: row.id },
      );
      return { registrationNo: row.registration_no, waveName: wave.name, stage, timeline, reasons };
    },
  };
}
export type PortalStatus = ReturnType<typeof createPortalStatus>;
