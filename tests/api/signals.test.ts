import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationSource } from '../../migrations/index.ts';
import {
  Signals,
  type SignalGroup,
  type SignalKind,
  type SignalSubject,
} from '../../server/signals/signal-schema.ts';
import { openImportDesk } from '../support/import-desk.ts';
import { letters } from '../support/registered-people.ts';
import { loadLists, person, registerPeople, submitted } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { HEADER, lineOf } from '../unit/imports/recap-samples.ts';

const AS_REGISTERED = 55;
const UNKNOWN = 15;
const RUN = 5;
const AT_ONE_PHONE = 4;

/** Seventy forms: 55 as in the register; of the others five NIKs follow each other and four people gave one telephone. */
function counterForms() {
  return Array.from({ length: AS_REGISTERED + UNKNOWN }, (_, no) => {
    const late = no - AS_REGISTERED;
    const phone = late >= RUN && late < RUN + AT_ONE_PHONE ? '+6281200000001' : `+62812000${10_000 + no}`;
    const run = late >= 0 && late < RUN ? { nik: `337401120690910${late}` } : {};
    return person(no, { fullName: `SAMBUDI ${letters(no)}`, phone, ...run });
  });
}

/** A recap as a spreadsheet leaves it: twelve of thirty NIKs end in 0, and two people give one telephone. */
function damagedRecap(name: string, months: string): string {
  const lines = Array.from({ length: 30 }, (_, at) => {
    const last = at < 12 ? '0' : String(1 + (at % 9));
    return lineOf({
      row_id: `${name}-${at}`,
      nama_lengkap: `SITI ${letters(1000 + at)} ${name}`,
      nik: `337201${String(41 + (at % 28))}${months}${at < 15 ? '90' : '95'}9${String(at).padStart(2, '0')}${last}`,
      no_kk: `3372010101${months}9${String(at).padStart(3, '0')}`,
      email: `siti-${name}-${at}@contoh.id`,
      no_hp: at < 2 ? `+6281300009${months}` : `+628130000${months}${String(at).padStart(2, '0')}`,
    });
  });
  return [HEADER, ...lines].join('\n');
}

async function ended(client: ApiClient, jobId: number): Promise<string> {
  for (;;) {
    const { status } = (await client.get<{ status: string }>(`/api/jobs/${jobId}`)).body;
    if (status !== 'queued' && status !== 'running') return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(ENGINES)('the signals of a wave on %s', (engine) => {
  let system: RunningSystem;
  let coordinator: ApiClient;
  let intake: ApiClient;
  let signals: Signals;

  beforeAll(async () => {
    system = await startSystem({ engine });
    const [reviewer, reviewer2] = [await system.login('reviewer'), await system.login('reviewer2')];
    [coordinator, intake] = [await system.login('coordinator'), await system.login('intake')];
    const forms = counterForms();
    await registerPeople(system, forms.slice(0, AS_REGISTERED));
    await loadLists(system);
    const entered = [];
    for (const form of forms) entered.push(await submitted(intake, system.waveId, form));
    const desk = await openImportDesk(system, 'intake2');
    for (const [name, months] of [
      ['satu', '07'],
      ['dua', '08'],
    ] as const)
      await desk.commit(await desk.readIn(damagedRecap(name, months), { rows: 30, male: 0, female: 30 }));
    const known = entered.slice(0, AS_REGISTERED).map(({ id }) => id);
    const verifying = await reviewer.post<{ jobId: number }>('/api/submissions/bulk/verify', { ids: known });
    expect(await ended(reviewer, verifying.body.jobId)).toBe('succeeded');
    const last = entered.at(-1) as { id: number; version: number };
    const claimed = await reviewer2.post<{ version: number }>(`/api/submissions/${last.id}/claim`, {
      version: last.version,
    });
    const reason = {
      version: claimed.body.version,
      reasons: ['NIK_NOT_FOUND'],
      note: 'tidak ada di register',
    };
    expect(await reviewer2.post(`/api/submissions/${last.id}/reject`, reason)).toMatchObject({ status: 200 });
    signals = await asked();
  });
  afterAll(() => system?.stop());

  async function asked(filter: Record<string, unknown> = { waveId: system.waveId }): Promise<Signals> {
    const answer = await coordinator.get<Signals>(
      `/api/signals?filter=${encodeURIComponent(JSON.stringify(filter))}`,
    );
    expect(answer.status).toBe(200);
    return answer.body;
  }
  const group = (kind: SignalKind, subject: SignalSubject): SignalGroup =>
    signals.groups.find((one) => one.kind === kind && one.subject === subject) as SignalGroup;
  const inBrief = (kind: SignalKind, subject: SignalSubject) =>
    group(kind, subject).rows.map(({ officeName, staffName, count, of, verdict }) => [
      (staffName ?? officeName)?.replace(/Dinas Tenaga Kerja |Petugas /, ''),
      count,
      of,
      verdict,
    ]);

  it('are of the shape the console reads, for the wave asked for and for the open one', async () => {
    expect(Signals.parse(signals)).toEqual(signals);
    expect(signals.wave).toEqual({ id: system.waveId, name: 'Gelombang Uji' });
    expect((await asked({})).wave?.id).toBe(system.waveId);
  });

  it('show whose registrations the register does not know, by office and by who uploaded', () => {
    const figures = [
      [60, 60, 'look'],
      [UNKNOWN, AS_REGISTERED + UNKNOWN, 'usual'],
    ];
    expect(inBrief('identity_mismatch', 'office')).toEqual([
      ['Kota Surakarta', ...(figures[0] as [])],
      ['Kota Semarang', ...(figures[1] as [])],
    ]);
    expect(inBrief('identity_mismatch', 'officer')).toEqual([
      ['intake2', ...(figures[0] as [])],
      ['intake', ...(figures[1] as [])],
    ]);
  });

  it('show where NIKs end in 0 as a spreadsheet leaves them, though each recap was too short to be refused', () => {
    expect(inBrief('nik_zero', 'office')[0]).toEqual(['Kota Surakarta', 24, 60, 'look']);
    expect(group('nik_zero', 'office').rows[1]?.verdict).toBe('usual');
  });

  it('show NIKs that follow each other, at the counter that keyed them alone', () => {
    expect(inBrief('nik_run', 'office')).toEqual([
      ['Kota Semarang', RUN, AS_REGISTERED + UNKNOWN, 'look'],
      ['Kota Surakarta', 0, 60, 'usual'],
    ]);
  });

  it('show a telephone that several people gave, and leave a couple’s alone', () => {
    expect(inBrief('shared_phone', 'officer')).toEqual([
      ['intake', AT_ONE_PHONE, AS_REGISTERED + UNKNOWN, 'look'],
      ['intake2', 0, 60, 'usual'],
    ]);
  });

  it('show who keyed many forms in an hour, and take an upload for no typing', () => {
    const { rows } = group('keying_pace', 'officer');
    expect(rows.map(({ staffName, of, verdict }) => [staffName, of, verdict])).toEqual([
      ['Petugas intake', AS_REGISTERED + UNKNOWN, 'look'],
    ]);
  });

  it('show a reviewer who passed everybody, and judge nobody by a single decision', () => {
    expect(inBrief('all_pass', 'reviewer')).toEqual([
      ['reviewer', AS_REGISTERED, AS_REGISTERED, 'look'],
      ['reviewer2', 0, 1, 'too_few'],
    ]);
    expect(inBrief('decision_pace', 'reviewer').map(([name, , of, verdict]) => [name, of, verdict])).toEqual([
      ['reviewer', AS_REGISTERED, 'look'],
      ['reviewer2', 1, 'too_few'],
    ]);
  });

  it('lead from every figure to as many rows of the list as it says', async () => {
    const rows = signals.groups.flatMap((one) => one.rows.map((row) => ({ kind: one.kind, ...row })));
    expect(rows.length).toBeGreaterThan(15);
    for (const { kind, subject, count, filter } of rows) {
      const found = await coordinator.list('/api/submissions', { filter, range: [0, 9] });
      expect([kind, subject, found.status, found.total]).toEqual([kind, subject, 200, count]);
    }
  });

  it('narrow no command of somebody who may not see them', async () => {
    const reviewer = await system.login('reviewer');
    const filter = { waveId: system.waveId, officeId: system.offices['dinas-3374'], signal: 'nik_zero' };
    const bulk = await reviewer.post('/api/submissions/bulk/release', { filter, expectedCount: 1 });
    expect(bulk.status).toBe(403);
    expect((await reviewer.post('/api/submissions/claim-next', { filter })).status).toBe(403);
  });

  it('lead to rows that a job takes as well, as frozen as any filter', async () => {
    const filter = group('nik_run', 'office').rows[0]?.filter;
    const body = { filter, expectedCount: RUN, format: 'csv' };
    expect((await coordinator.post('/api/submissions/bulk/export', body)).status).toBe(202);
    const wrong = { ...body, expectedCount: RUN + 1 };
    expect((await coordinator.post('/api/submissions/bulk/export', wrong)).status).toBe(409);
  });

  it('leave an event, since they name colleagues', async () => {
    const event = await system.services.database
      .read('audit_events')
      .where({ action: 'signal.read', actor_id: system.accounts.coordinator.id })
      .first('subject', 'subject_id');
    expect(event).toEqual({ subject: 'wave', subject_id: String(system.waveId) });
  });

  it('are refused for a wave that is none and for questions they do not answer', async () => {
    const statusOf = async (query: string) => (await coordinator.get(`/api/signals?${query}`)).status;
    expect(await statusOf('filter={"waveId":99999}')).toBe(404);
    for (const wrong of [
      'filter={"officeId":1}',
      'filter={"waveId":"1"}',
      'filter={"waveId":[1]}',
      'filter={"waveId_gte":1}',
      'filter={"waveId":null}',
      'filter=[]',
      'filter={',
      'waveId=1',
    ])
      expect([wrong, await statusOf(wrong)]).toEqual([wrong, 422]);
  });

  it('narrow the list only for one office of one wave, and only for those who may see signals', async () => {
    const list = async (client: ApiClient, filter: Record<string, unknown>) =>
      (await client.list('/api/submissions', { filter })).status;
    const { waveId } = system;
    const officeId = system.offices['dinas-3374'];
    const whole = { waveId, officeId, signal: 'nik_zero' };
    expect(await list(coordinator, whole)).toBe(200);
    for (const wrong of [
      { waveId, signal: 'nik_zero' },
      { officeId, signal: 'nik_zero' },
      { waveId, officeId: [officeId], signal: 'nik_zero' },
      { ...whole, signal: ['nik_zero'] },
      { ...whole, signal: null },
      { ...whole, signal: 'fraud' },
      { waveId, officeId, signal_neq: 'nik_zero' },
    ])
      expect([wrong, await list(coordinator, wrong)]).toEqual([wrong, 422]);
    expect(await list(await system.login('auditor'), whole)).toBe(200);
    for (const name of ['reviewer', 'intake', 'approver', 'pmo'] as const)
      expect([name, await list(await system.login(name), whole)]).toEqual([name, 403]);
  });

  it('follow a NIK that is corrected on its draft', async () => {
    const officeId = system.offices['dinas-3374'];
    const filter = { waveId: system.waveId, officeId, signal: 'nik_zero' };
    const zeros = async () => (await coordinator.list('/api/submissions', { filter })).total;
    const before = await zeros();
    const draft = await intake.post<{ id: number; version: number }>('/api/submissions', {
      waveId: system.waveId,
      ...person(300, { nik: '3374010106909990' }),
    });
    expect(await zeros()).toBe(before + 1);
    const edited = { version: draft.body.version, nik: '3374010106909991' };
    expect((await intake.put(`/api/submissions/${draft.body.id}`, edited)).status).toBe(200);
    expect(await zeros()).toBe(before);
  });

  it('cannot be moved by raw SQL while the NIK stands', async () => {
    const { write } = system.services.database;
    for (const change of [{ nik_ends_zero: 1 }, { nik_tag: 5 }, { nik_next_tag: null }])
      await expect(
        write('submissions').where({ nik_ends_zero: 0 }).whereNotNull('nik_next_tag').update(change),
      ).rejects.toThrow('GUARD_SUBMISSION_NIK_SIGNS');
  });

  it('are added to a database that has registrations already, which are then not judged by their NIK', async () => {
    const { write } = system.services.database;
    const config = { migrationSource, tableName: 'schema_migrations', name: '20261125000100_create_signals' };
    await write.migrate.down(config);
    await write.migrate.up(config);
    const [row] = (await write('submissions').count({ all: '*', signs: 'nik_tag' })) as {
      all: number;
      signs: number;
    }[];
    expect([Number(row?.all), Number(row?.signs)]).toEqual([AS_REGISTERED + UNKNOWN + 61, 0]);
    const edited = await write('submissions').where({ status: 'draft' }).update({ nik_tag: 7 });
    expect(edited).toBe(1);
  });
});
