import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import type {
  NoticeDetail,
  NoticeRecord,
  NoticeSummary,
  PrintRecord,
} from '../../server/notices/notice-schema.ts';
import { batchWorld, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { messageIdOf, readableText, startMailSink, type MailSink } from '../support/mail-sink.ts';
import { pdfText } from '../support/pdf-text.ts';
import { ENGINES } from '../support/running-system.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 40));
/** Where a notice stays unless somebody does something. */
const ENDED: readonly string[] = ['sent', 'failed', 'to_print', 'printed', 'dropped'];
const SMTP = { LOKET_MAIL_FROM: 'Loket Uji <loket@uji.example>' };

describe.each(ENGINES)('notices to applicants, on %s', (engine) => {
  let world: BatchWorld;
  let sink: MailSink;
  beforeAll(async () => {
    sink = await startMailSink();
    world = await batchWorld(engine, { ...SMTP, SMTP_URL: sink.url });
  });
  afterAll(async () => {
    await world.stop();
    await sink.stop();
  });

  const noticesOf = async (ids: readonly number[]) =>
    (
      await world.clients.coordinator.list<NoticeRecord>('/api/notices', {
        filter: { submissionId: [...ids] },
        sort: ['id', 'ASC'],
      })
    ).rows;
  async function until(ids: readonly number[], statuses: readonly string[], count = ids.length) {
    for (;;) {
      const rows = await noticesOf(ids);
      if (rows.length === count && rows.every(({ status }) => statuses.includes(status))) return rows;
      const lost = rows.find(({ status }) => ENDED.includes(status) && !statuses.includes(status));
      if (lost) throw new Error(`notice ${lost.id} is ${lost.status}: ${lost.lastError}`);
      await pause();
    }
  }
  const answer = (batch: BatchRecord, answers: object[]) =>
    world.clients.pmo.post<BatchRecord>(world.road.path(batch, 'answer'), {
      version: batch.version,
      answers,
    });
  const act = (notice: { id: number; version: number }, verb: string) =>
    world.clients.coordinator.post<NoticeRecord>(`/api/notices/${notice.id}/${verb}`, {
      version: notice.version,
    });

  it('tell each person once what the PMO decided, in plain words, without a NIK', async () => {
    const { ids, people, batch } = await world.acknowledged(3, { withEmail: true });
    const [a, b, c] = (await world.numbers(ids)) as [string, string, string];
    const nik = people[1]?.nik as string;
    await answer(batch, [
      { registrationNo: a, result: 'CONFIRMED' },
      { registrationNo: b, result: 'REJECTED', pmoCode: 'BLACKLISTED', note: `NIK ${nik} pada daftar` },
      { registrationNo: c, result: 'RETURNED', pmoCode: 'KK_MISMATCH' },
    ]);
    const [first, second] = await until(ids.slice(0, 2), ['sent']);
    expect([first?.kind, second?.kind]).toEqual(['confirmed', 'pmo_rejected']);
    // What the PMO returned is not told before the coordinator passes it on.
    expect(await noticesOf([ids[2] as number])).toEqual([]);
    const mail = sink.mails.find(({ to }) => to === people[1]?.email);
    expect(mail && readableText(mail)).toContain('Hubungi layanan pengaduan Kartu Prakerja');
    expect(mail && readableText(mail)).toContain('Catatan: NIK … pada daftar');
    expect(JSON.stringify(sink.mails)).not.toContain(nik);
    expect(sink.mails.filter(({ to }) => to === people[0]?.email)).toHaveLength(1);
    const returned = (await world.clients.coordinator.get<{ version: number }>(`/api/submissions/${ids[2]}`))
      .body;
    await world.clients.coordinator.post(`/api/submissions/${ids[2]}/return`, {
      version: returned.version,
      reasons: ['KK_MISMATCH'],
      note: 'Bawa KK terbaru',
    });
    const [third] = await until([ids[2] as number], ['sent']);
    expect(third?.kind).toBe('correction');
    const history = await world.clients.reviewer.get<{ kind: string; action: string; toStatus: string }[]>(
      `/api/submissions/${ids[2]}/history`,
    );
    expect(history.body[0]).toMatchObject({
      kind: 'notice',
      action: 'notice-correction',
      toStatus: 'sent',
      note: expect.stringMatching(/^.…@/),
    });
    const events = await world.clients.auditor.list<{ subjectId: string }>('/api/audit-events', {
      filter: { action: 'notice.sent', subjectId: String(third?.id) },
    });
    expect(events.total).toBe(1);
  });

  it('hold a rejection back for a day, and never tell one that was taken back', async () => {
    const { ids } = await world.people(2, { withEmail: true });
    const reviewer = world.system.accounts.reviewer.id;
    const reject = async (id: number) => {
      const { write } = world;
      await write('submissions')
        .where({ id })
        .update({ status: 'in_review', decided_by_id: null, version: write.raw('version + 1') });
      await write('submissions')
        .where({ id })
        .update({ status: 'rejected', decided_by_id: reviewer, version: write.raw('version + 1') });
      await write('submission_transitions').insert({
        ...{ submission_id: id, action: 'reject', from_status: 'in_review', to_status: 'rejected' },
        ...{ actor_id: reviewer, actor_role: 'reviewer', at: new Date().toISOString(), request_id: 'test' },
        reason_codes: JSON.stringify(['DUPLICATE']),
      });
    };
    for (const id of ids) await reject(id);
    const held = await until(ids, ['held']);
    for (const { decidedAt, dueAt } of held)
      expect(Date.parse(dueAt as string) - Date.parse(decidedAt)).toBe(24 * 3_600_000);
    const [kept, undone] = held as [NoticeRecord, NoticeRecord];
    // Neither a hurried colleague nor raw SQL tells it before its time.
    const hurried = await act(kept, 'retry');
    expect(hurried.status).toBe(200);
    await pause();
    await until([kept.submissionId], ['held']);
    await expect(
      world
        .write('notices')
        .where({ id: kept.id })
        .update({ status: 'sending', released_at: new Date().toISOString() }),
    ).rejects.toThrow(/GUARD_NOTICE_FINAL/);
    await expect(
      world.write('notices').where({ id: kept.id }).update({ due_at: kept.decidedAt }),
    ).rejects.toThrow(/GUARD_NOTICE_FIXED/);
    const reopened = (await world.clients.coordinator.get<{ version: number }>(`/api/submissions/${ids[1]}`))
      .body;
    const back = await world.clients.coordinator.post(`/api/submissions/${ids[1]}/reopen`, {
      version: reopened.version,
      note: 'keliru',
    });
    expect(back.status).toBe(200);
    await act(undone, 'retry');
    await until([undone.submissionId], ['dropped']);
  });

  it('try again where the server is in trouble, ask somebody where it refuses, and keep one Message-ID', async () => {
    const { ids, people, batch } = await world.acknowledged(1, { withEmail: true });
    const [number] = (await world.numbers(ids)) as [string];
    const mine = () => sink.mails.filter(({ to }) => to === people[0]?.email);
    sink.be('later');
    await answer(batch, [{ registrationNo: number, result: 'CONFIRMED' }]);
    let [notice] = (await noticesOf(ids)) as [NoticeRecord];
    while (notice.attempts === 0) [notice] = (await noticesOf(ids)) as [NoticeRecord];
    expect(notice).toMatchObject({ status: 'held', attempts: 1, lastError: expect.stringContaining('451') });
    sink.be('cut-after-taking');
    await act(notice, 'retry');
    while (notice.attempts === 1) [notice] = (await noticesOf(ids)) as [NoticeRecord];
    expect(notice).toMatchObject({ status: 'held', attempts: 2 });
    sink.be('refuse');
    await act(notice, 'retry');
    [notice] = (await until(ids, ['failed'])) as [NoticeRecord];
    sink.be('take');
    const retried = await act(notice, 'retry');
    expect(retried.body.status).toBe('held');
    [notice] = (await until(ids, ['sent'])) as [NoticeRecord];
    expect(mine().length).toBe(2);
    expect(new Set(mine().map(messageIdOf)).size).toBe(1);
    const again = await act(notice, 'retry');
    expect([again.status, codesOf(again)]).toEqual([409, ['NOTICE_NOT_FAILED']]);
    const detail = await world.clients.coordinator.get<NoticeDetail>(`/api/notices/${notice.id}`);
    expect(detail.body.attemptLog.map(({ result }) => result)).toEqual([
      'unreachable',
      'unreachable',
      'refused',
      'sent',
    ]);
    expect(detail.body.text.subject).toBe('Anda ditetapkan sebagai peserta Kartu Prakerja');
    expect(JSON.stringify(detail.body)).not.toContain(people[0]?.email);
  });

  it('are printed by office for people without e-mail, and signed off when they lie there', async () => {
    const { ids, batch } = await world.acknowledged(3, { withEmail: true });
    const numbers = await world.numbers(ids);
    sink.be('refuse');
    await answer(
      batch,
      numbers.map((registrationNo) => ({ registrationNo, result: 'CONFIRMED' })),
    );
    const failed = await until(ids, ['failed']);
    sink.be('take');
    for (const notice of failed) expect((await act(notice, 'to-print')).body.status).toBe('to_print');
    const officeId = failed[0]?.officeId as number;
    const summary = (await world.clients.auditor.get<NoticeSummary>('/api/notices/summary')).body;
    expect(summary.toPrint).toMatchObject([{ officeId, letters: 3 }]);
    const make = () => world.clients.coordinator.post<PrintRecord>('/api/notice-prints', { officeId });
    const made = (await make()).body;
    expect(made).toMatchObject({ letters: 3, status: 'open' });
    expect((await make()).status).toBe(409);
    const pdf = await world.clients.coordinator.raw(`/api/notice-prints/${made.id}/letters.pdf`);
    const text = pdfText(Buffer.from(await pdf.arrayBuffer()));
    for (const number of numbers) expect(text).toContain(number);
    const end = (print: PrintRecord, verb: string) =>
      world.clients.coordinator.post<PrintRecord>(`/api/notice-prints/${print.id}/${verb}`, {
        version: print.version,
      });
    expect((await end(made, 'cancel')).body.status).toBe('cancelled');
    expect((await noticesOf(ids)).map(({ status }) => status)).toEqual(Array(3).fill('to_print'));
    const second = (await make()).body;
    expect((await end(second, 'printed')).body.status).toBe('printed');
    expect(codesOf(await end({ ...second, version: second.version + 1 }, 'printed'))).toEqual([
      'PRINT_ENDED',
    ]);
    expect((await noticesOf(ids)).map(({ status }) => status)).toEqual(Array(3).fill('printed'));
    expect((await world.clients.auditor.post('/api/notice-prints', { officeId })).status).toBe(403);
  });

  it('are one a decision, against raw SQL as well', async () => {
    const one = (await world.write('notices').first()) as { submission_id: number; transition_id: number };
    const again = { office_id: world.system.offices['dinas-3374'], kind: 'confirmed', decided_at: 'x' };
    await expect(
      world.write('notices').insert({
        ...again,
        submission_id: one.submission_id,
        transition_id: one.transition_id,
      }),
    ).rejects.toThrow(/unique/i);
    await expect(world.write('notices').delete()).rejects.toThrow(/GUARD_NOTICE_DELETE/);
    await expect(world.write('notices').where({ status: 'sent' }).update({ status: 'held' })).rejects.toThrow(
      /GUARD_NOTICE_MOVES/,
    );
  });
});

describe('notices without a mail server', () => {
  it('are files, one a notice, and letters where there is no address', async () => {
    const world = await batchWorld('sqlite');
    try {
      const one = await world.people(1, { withEmail: true });
      const other = await world.people(1);
      const ids = [...one.ids, ...other.ids];
      const { people } = one;
      const batch = await world.road.acknowledged(world.system.waveId, ids);
      await world.clients.pmo.post(world.road.path(batch, 'confirm-all'), { version: batch.version });
      // Rows are answered in the order of their numbers, which are chance.
      const status = async () => (await world.write('notices').orderBy('status').pluck('status')) as string[];
      while ((await status()).join() !== 'sent,to_print') await pause();
      const dir = join(world.system.dataDir, 'mail');
      const files = await readdir(dir);
      expect(files).toHaveLength(1);
      const mail = await readFile(join(dir, files[0] as string), 'utf8');
      expect(mail).toContain(`To: ${people[0]?.email}`);
      expect(mail).not.toContain(people[0]?.nik);
    } finally {
      await world.stop();
    }
  });
});
