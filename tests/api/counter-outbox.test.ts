import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { openOutbox, standInForBrowser } from '../support/counter-browser.ts';
import { plainPng } from '../support/document-samples.ts';
import { loadLists, person } from '../support/registrations.ts';
import { DAY_MS, startSystem, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';

/** What the reference does, without the page: `fetch` of this process is the outbox’s. */
const realFetch = globalThis.fetch;

describe('the outbox of a device, against the real server', () => {
  let system: RunningSystem;
  let visitor: ApiClient;
  let next = 0;
  const form = (values: Record<string, unknown> = {}) => {
    next += 1;
    return { waveId: system.waveId, ...person(next), ...values };
  };
  const raw = async (table: string, where: Record<string, unknown> = {}) =>
    (await system.services.database.read(table).where(where)) as Record<string, unknown>[];

  beforeAll(async () => {
    standInForBrowser();
    system = await startSystem({ engine: 'sqlite' });
    await loadLists(system);
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
  });
  afterAll(() => system?.stop());

  /** The visitor asks by the real fetch, whatever the page’s has become. */
  function client(): ApiClient {
    const made = system.visitor();
    return {
      ...made,
      raw: (path, init) => {
        const before = globalThis.fetch;
        globalThis.fetch = realFetch;
        const answer = made.raw(path, init);
        globalThis.fetch = before;
        return answer;
      },
    };
  }
  /** What somebody does at another machine meanwhile. */
  async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
    const before = globalThis.fetch;
    globalThis.fetch = realFetch;
    try {
      return await work();
    } finally {
      globalThis.fetch = before;
    }
  }
  const desk = async () => {
    visitor = client();
    const one = await openOutbox(visitor);
    expect(await one.controller.logIn('intake', TEST_PASSWORD)).toBeNull();
    return one;
  };

  it('drops a form only when the server has given its id, though every answer is lost once', async () => {
    const one = await desk();
    const seen = new Set<string>();
    const isFirst = (what: string) => !seen.has(what) && Boolean(seen.add(what));
    one.network((path) => (isFirst(path) ? 'answerLost' : 'passes'));
    const id = await one.key(form());
    await one.calm();
    expect(one.states()).toEqual(['queued']);
    expect(await raw('counter_items', { client_id: id })).toHaveLength(1);
    await one.settle();
    expect(one.states()).toEqual(['received']);
    await one.settle();
    expect(one.states()).toEqual([]);
    expect(one.controller.get().receipts[0]).toMatchObject({ outcome: 'sent', seq: 1 });
    expect(await raw('counter_items', { client_id: id })).toHaveLength(1);
  });

  it('keeps the order: nothing behind a form is sent while the server cannot be reached for it', async () => {
    const one = await desk();
    one.network((path) => (path.startsWith('/api/counter/items') ? 'lost' : 'passes'));
    for (let no = 0; no < 3; no += 1) await one.key(form());
    await one.settle();
    expect(one.states()).toEqual(['queued', 'queued', 'queued']);
    one.asked.length = 0;
    await one.settle();
    expect(one.asked.filter((path) => path === '/api/counter/items')).toHaveLength(1);
    one.network(() => 'passes');
    await one.settle();
    expect(one.states()).toEqual([]);
  });

  it('makes a duplicate a work item with the server’s reason, and lets those behind it pass', async () => {
    const taken = form();
    const intake = await system.login('intake');
    await intake.post('/api/submissions', taken);
    const one = await desk();
    one.network(() => 'lost');
    await one.key(taken);
    await one.key(form());
    one.network(() => 'passes');
    await one.settle();
    const [left, ...others] = one.controller.get().items;
    expect([left?.state, left?.trouble?.code, others]).toEqual(['conflict', 'DUPLICATE', []]);

    const { clientId, form: keyed } = left as NonNullable<typeof left>;
    await one.controller.save(clientId, { ...keyed, nik: form().nik });
    await one.settle();
    expect(one.states()).toEqual([]);
  });

  it('makes a wave that closed meanwhile a work item, which its clerk may discard with a reason', async () => {
    const [wave] = (await system.services.database
      .write('waves')
      .insert({
        ...{ code: 'G-BARU', name: 'Segera tutup', rule_set_id: 1, quota: 10 },
        opens_at: new Date(Date.now() - DAY_MS).toISOString(),
        closes_at: new Date(Date.now() + DAY_MS).toISOString(),
        required_documents: JSON.stringify({ online: [], offline: [] }),
      })
      .returning('id')) as { id: number }[];
    const one = await desk();
    one.network(() => 'lost');
    const id = await one.key(form({ waveId: wave?.id }));
    await system.services.database
      .write('waves')
      .where({ id: wave?.id })
      .update({ closes_at: new Date(Date.now() - 1000).toISOString() });
    one.network(() => 'passes');
    await one.settle();
    const [left] = one.controller.get().items;
    expect(left?.trouble).toMatchObject({ code: 'BLOCKED', reasons: ['WAVE_CLOSED'], stage: 'form' });
    await one.controller.discard(left as NonNullable<typeof left>, 'gelombang sudah ditutup');
    await one.settle();
    expect(await one.db.getAll('discards')).toEqual([]);
    expect(await raw('counter_items', { client_id: id })).toMatchObject([
      { discard_reason: 'gelombang sudah ditutup', submission_id: null },
    ]);
  });

  it('loses nothing when the session ends in the middle, and asks for a login', async () => {
    const one = await desk();
    one.network(() => 'lost');
    for (let no = 0; no < 3; no += 1) await one.key(form());
    await system.services.database.write('sessions').delete();
    one.network(() => 'passes');
    await one.settle();
    expect(one.controller.get().session).toBe('over');
    expect(one.states()).toEqual(['queued', 'queued', 'queued']);
    one.controller.lock();
    expect(one.controller.get().items).toEqual([]);
    await one.controller.logIn('intake', TEST_PASSWORD);
    await one.settle();
    expect(one.states()).toEqual([]);
  });

  it('sends what was mended while the former form was on its way, or says that they differ', async () => {
    const one = await desk();
    const keyed = form();
    let mended: Promise<unknown> | null = null;
    one.network((path) => {
      const item = one.controller.get().items[0];
      if (path === '/api/counter/items' && item && !mended)
        mended = one.controller.save(item.clientId, { ...item.form, birthPlace: 'KENDAL' });
      return 'passes';
    });
    await one.key(keyed);
    await one.settle();
    await mended;
    await one.settle();
    const [left] = one.controller.get().items;
    const [row] = await raw('submissions', { nik_bidx: system.services.blindIndex.nik(keyed.nik) });
    // Either the server has the mended form, or the clerk is told that it has another.
    if (row?.['birth_place'] === 'KENDAL') expect(left).toBeUndefined();
    else expect([left?.trouble?.code, left?.form['birthPlace']]).toEqual(['ITEM_CHANGED', 'KENDAL']);
  });

  it('lets nobody read it without the password, with or without a network', async () => {
    const one = await desk();
    one.network(() => 'lost');
    const keyed = form();
    await one.key(keyed);
    one.controller.lock();
    expect(await one.controller.logIn('intake', 'bukan-kata-sandinya')).toBe('wrong');
    const text = JSON.stringify(await one.db.getAll('items'), (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(text).not.toContain(keyed.nik);
    expect(text).not.toContain(keyed.fullName);
    expect(await one.controller.logIn('intake', TEST_PASSWORD)).toBeNull();
    expect(one.controller.get().items[0]?.form['nik']).toBe(keyed.nik);
    expect(one.controller.get().session).toBe('none');
  });

  it('opens with the new password after it was changed elsewhere, and with the old one until then', async () => {
    const one = await desk();
    one.network(() => 'lost');
    await one.key(form());
    one.controller.lock();
    const fresh = 'perahu-jingga-melaju-77';
    const change = (currentPassword: string, newPassword: string) =>
      elsewhere(async () =>
        (await system.login('intake')).post('/api/auth/password', { currentPassword, newPassword }),
      );
    expect((await change(TEST_PASSWORD, fresh)).status).toBe(200);
    one.network(() => 'passes');
    expect(await one.controller.logIn('intake', TEST_PASSWORD)).toBeNull();
    expect([one.controller.get().session, one.states()]).toEqual(['refused', ['queued']]);
    one.controller.lock();
    expect(await one.controller.logIn('intake', fresh)).toBeNull();
    await one.settle();
    expect([one.controller.get().session, one.states()]).toEqual(['on', []]);
    one.network(() => 'lost');
    one.controller.lock();
    expect(await one.controller.logIn('intake', TEST_PASSWORD)).toBe('wrong');
    expect(await one.controller.logIn('intake', fresh)).toBeNull();
    one.network(() => 'passes');
    await elsewhere(async () => {
      const { password_hash } = (await system.services.database
        .read('staff')
        .where({ username: 'intake2' })
        .first('password_hash')) as { password_hash: string };
      await system.services.database.write('staff').where({ username: 'intake' }).update({ password_hash });
    });
  });

  it('keeps what one clerk left sealed from the next at the same device', async () => {
    const one = await desk();
    one.network(() => 'lost');
    await one.key(form());
    one.controller.lock();
    one.network(() => 'passes');
    expect(await one.controller.logIn('intake2', TEST_PASSWORD)).toBeNull();
    expect(one.controller.get().items).toEqual([]);
    await one.settle();
    expect(await one.db.getAll('items')).toHaveLength(1);
  });

  it('tells a photo the server cannot read at its form, which goes through without it', async () => {
    const one = await desk();
    one.network(() => 'lost');
    const id = await one.key(form());
    await one.controller.keepPhoto(id, 'ktp_photo', new Uint8Array(Buffer.from('bukan gambar')));
    await one.controller.keepPhoto(id, 'form_scan', new Uint8Array(await plainPng()));
    one.network(() => 'passes');
    await one.settle();
    const [left] = one.controller.get().items;
    expect(left).toMatchObject({ state: 'conflict', trouble: { stage: 'photo', code: 'UNSUPPORTED_TYPE' } });
    await one.controller.removePhoto(id, 'ktp_photo');
    await one.controller.retry(id);
    await one.settle();
    expect(one.states()).toEqual([]);
    const kinds = await raw('documents', { submission_id: left?.submissionId });
    expect(kinds.map(({ kind }) => kind)).toEqual(['form_scan']);
  });

  it('takes no new form while one is overdue, and wipes by itself only what a package carries too', async () => {
    const one = await desk();
    one.network(() => 'lost');
    const first = await one.key(form());
    const longAgo = new Date(Date.now() - 15 * DAY_MS).toISOString();
    const stored = await one.db.get('items', first);
    await one.db.put('items', { ...(stored as NonNullable<typeof stored>), keyedAt: longAgo });
    await one.controller.refresh();
    await expect(one.key(form())).rejects.toThrow('OVERDUE_ITEMS');
    const unsent = () => one.controller.get().items.filter(({ seq }) => seq > 0);
    one.controller.lock();
    await one.controller.logIn('intake', TEST_PASSWORD);
    expect(unsent()).toHaveLength(1);
    expect((await one.controller.pack())?.clientIds).toEqual([first]);
    expect(unsent()).toHaveLength(1);
    one.controller.lock();
    await one.controller.logIn('intake', TEST_PASSWORD);
    expect(unsent()).toHaveLength(0);
    expect(one.controller.get().receipts[0]).toMatchObject({ clientId: first, outcome: 'expired' });
  });
});
