import { insertMany, whereAny } from '../../server/bulk-sql.ts';
import { LIST_CODES } from '../../server/screening/screening-schema.ts';
import type { Channel, SubmissionForm } from '../../server/submissions/submission-schema.ts';
import { fillList, fillRegister, person, type TestPerson } from './registered-people.ts';
import type { OfficeCode, RunningSystem, Username } from './running-system.ts';

export interface VerifiedOptions {
  /** Number of the first invented person. */
  from?: number;
  channel?: Channel;
  office?: OfficeCode;
  proposer?: SubmissionForm['proposer'];
  keyedBy?: Username;
  reviewer?: Username;
  /** The office's own row ids, `A-1`, `A-2` …; absent for forms keyed at the counter. */
  rowPrefix?: string;
  waveId?: number;
  /** Gives each an address of their own; most people at a counter have none. */
  withEmail?: boolean;
}

const DAY_MS = 86_400_000;

export const formOf = (one: TestPerson, changes: Partial<SubmissionForm> = {}): SubmissionForm => ({
  fullName: one.fullName,
  nik: one.nik,
  kkNumber: one.kkNumber,
  birthPlace: one.birthPlace,
  birthDate: one.birthDate,
  sex: one.sex,
  email: one.email,
  phone: one.phone,
  ktpAddress: one.ktpAddress,
  domicileAddress: null,
  regionCode: '33.74',
  educationLevel: 'SMA',
  employmentStatus: 'PHK',
  desiredTraining: null,
  proposer: 'DINAS',
  luringReason: 'KEBIJAKAN',
  cameInPerson: true,
  originalKtpSeen: true,
  presenceNote: null,
  declarations: null,
  ...changes,
});

/** The n-th invented grown-up; men and women by turns. */
export const adult = (n: number): TestPerson =>
  person(n, { birthDate: `19${70 + (n % 30)}-03-12`, sex: n % 2 === 0 ? 'L' : 'P' });

/** Loads an empty version of every screening list, so that nobody is unknown. */
export async function loadEmptyLists(system: RunningSystem): Promise<void> {
  const asOf = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  for (const code of LIST_CODES) await fillList(system, code, [], { asOf });
}

async function enter(
  system: RunningSystem,
  people: readonly TestPerson[],
  options: VerifiedOptions,
): Promise<number[]> {
  const { sealer } = system.services.submissions;
  const { channel = 'offline', office = 'dinas-3374', proposer = 'DINAS', keyedBy = 'intake' } = options;
  const now = new Date().toISOString();
  const records = people.map((one, index) => {
    const identity = sealer.newIdentity();
    return {
      ...sealer.columns(
        formOf(one, { proposer, luringReason: channel === 'offline' ? 'KEBIJAKAN' : null }),
        identity.uid,
      ),
      ...identity,
      channel,
      status: 'submitted',
      wave_id: options.waveId ?? system.waveId,
      office_id: system.offices[office],
      keyed_by_id: system.accounts[keyedBy].id,
      row_id: options.rowPrefix ? `${options.rowPrefix}${index + 1}` : null,
      submitted_at: now,
      created_at: now,
      updated_at: now,
    };
  });
  const columns = Object.keys(records[0] as object);
  const rows = await insertMany<{ id: number; uid: string }>(system.services.database.write, {
    table: 'submissions',
    columns,
    rows: records.map((record) => Object.values(record)),
    returning: ['id', 'uid'],
  });
  const byUid = new Map(rows.map((row) => [row.uid, row.id]));
  return records.map((record) => byUid.get(record.uid) as number);
}

/**
 * Registrations that a reviewer verified, with real evidence behind them: their people are in the register, the
 * lists were asked, their place on the KK card is taken. Gives their ids in order.
 */
export async function verifyPeople(
  system: RunningSystem,
  count: number,
  options: VerifiedOptions = {},
): Promise<{ ids: number[]; people: TestPerson[] }> {
  const people = Array.from({ length: count }, (_, index) => {
    const one = adult((options.from ?? 1) + index);
    return options.withEmail ? { ...one, email: `pendaftar${(options.from ?? 1) + index}@uji.example` } : one;
  });
  await fillRegister(system, people);
  const ids = await enter(system, people, options);
  const { audit, submissions } = system.services;
  const reviewer = system.accounts[options.reviewer ?? 'reviewer'];
  await audit.act({ action: 'test.verified', actor: reviewer, requestId: 'test' }, async (act) => {
    await submissions.evidence.check(act, ids, 'demand');
    await submissions.evidence.screen(act, ids, 'verify');
    const rows = () => whereAny(act.trx('submissions'), act.trx, 'id', ids);
    await rows().update({ status: 'in_review', version: act.trx.raw('version + 1') });
    await act.trx.raw(
      `INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) SELECT kk_bidx, 1, id, '${act.now}' FROM submissions WHERE status = 'in_review'`,
    );
    await rows().update({
      status: 'verified',
      decided_by_id: reviewer.id,
      decided_at: act.now,
      version: act.trx.raw('version + 1'),
    });
    act.record({ subject: 'submissions', details: { verified: ids.length } });
  });
  return { ids, people };
}
