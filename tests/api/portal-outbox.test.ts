import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountOf } from '../support/applicants.ts';
import { messageIdOf, readableText, startMailSink, type MailSink } from '../support/mail-sink.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

interface Row {
  id: number;
  kind: string;
  status: string;
  attempts: number;
  sealed: unknown;
  last_error: string | null;
}

describe.each(ENGINES)('messages of the portal on %s', (engine) => {
  let system: RunningSystem;
  let sink: MailSink;
  let next = 0;

  beforeAll(async () => {
    sink = await startMailSink();
    system = await startSystem({
      engine,
      env: { SMTP_URL: sink.url, LOKET_MAIL_FROM: 'Loket Uji <loket@uji.example>' },
    });
  });
  afterAll(async () => {
    await system?.stop();
    await sink.stop();
  });
  beforeEach(() => sink.be('take'));

  const database = () => system.services.database;
  const wake = () => system.services.applicants.worker.wake();
  async function register(): Promise<{ email: string; row(): Promise<Row> }> {
    const { email, ...account } = accountOf((next += 1));
    const answer = await system.visitor().post('/api/portal/register', { ...account, email });
    expect(answer.status).toBe(202);
    await wake();
    const digest = system.services.applicants.sealer.emailDigest(email);
    const row = async () =>
      (await database()
        .read('portal_messages as m')
        .join('applicants as a', 'a.id', 'm.applicant_id')
        .where('a.email_digest', digest)
        .first('m.*')) as Row;
    return { email, row };
  }
  const due = (id: number, values: object = {}) =>
    database()
      .write('portal_messages')
      .where({ id })
      .update({ next_attempt_at: new Date(Date.now() - 1000).toISOString(), ...values });
  const mailsTo = (email: string) => sink.mails.filter(({ to }) => to === email);

  it('reach their address once, in both languages, and nothing of them is kept', async () => {
    const { email, row } = await register();
    const [mail] = mailsTo(email);
    expect(mail && readableText(mail)).toMatch(
      /Kode verifikasi Anda: \d{6}[^]*Your verification code: \d{6}/,
    );
    expect(await row()).toMatchObject({ kind: 'verify', status: 'sent', attempts: 1, sealed: null });
    await wake();
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('wait while the mail server is in trouble, and are sent when it is well', async () => {
    sink.be('later');
    const { email, row } = await register();
    const waiting = await row();
    expect(waiting).toMatchObject({
      status: 'queued',
      attempts: 1,
      last_error: expect.stringContaining('451'),
    });
    sink.be('take');
    await due(waiting.id);
    await wake();
    expect(await row()).toMatchObject({ status: 'sent', attempts: 2, sealed: null });
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('are given up where the address takes nothing, and keep nothing', async () => {
    sink.be('refuse');
    const { row } = await register();
    expect(await row()).toMatchObject({ status: 'failed', sealed: null });
  });

  it('are sent again under the same id where nobody knows whether they arrived', async () => {
    sink.be('cut-after-taking');
    const { email, row } = await register();
    expect((await row()).status).toBe('queued');
    sink.be('take');
    await due((await row()).id);
    await wake();
    const ids = mailsTo(email).map(messageIdOf);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('are not sent any more once their code has lapsed', async () => {
    sink.be('later');
    const { email, row } = await register();
    const { id } = await row();
    sink.be('take');
    await due(id, { expires_at: new Date(Date.now() - 1000).toISOString() });
    await wake();
    expect(await row()).toMatchObject({ status: 'dropped', sealed: null });
    expect(mailsTo(email)).toEqual([]);
  });

  it('that a process died over are taken back when its lease is over', async () => {
    sink.be('later');
    const { email, row } = await register();
    const { id } = await row();
    sink.be('take');
    await due(id, {
      ...{ status: 'sending', lease_owner: 'gone' },
      lease_until: new Date(Date.now() - 1000).toISOString(),
    });
    await wake();
    expect(await row()).toMatchObject({ status: 'sent' });
    expect(mailsTo(email)).toHaveLength(1);
  });
});
