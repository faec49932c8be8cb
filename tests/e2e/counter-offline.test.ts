import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { CounterPage, sayCounter, type OnDevice } from '../support/counter-page.ts';
import { ensureFreshClient } from '../support/fresh-client.ts';
import { loadLists, person } from '../support/registrations.ts';
import { startSystem, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';

const FORMS = 25;

describeInBrowser('a counter without a network', () => {
  let system: RunningSystem;
  let folder: string;
  const devices: CounterPage[] = [];

  beforeAll(async () => {
    await ensureFreshClient();
    system = await startSystem({ engine: 'sqlite' });
    await loadLists(system);
    folder = await mkdtemp(join(tmpdir(), 'loket-counter-'));
  });
  afterAll(async () => {
    for (const device of devices) await device.kill();
    await system?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const device = (name: string): CounterPage => {
    const one = new CounterPage(system.url, join(folder, name));
    devices.push(one);
    return one;
  };

  /** Logs in once with a network, then keys 25 papers without one; the power is cut twice, once in the middle of a paper. */
  async function keyAll(desk: CounterPage, firstNo: number): Promise<OnDevice> {
    await desk.turnOn();
    await desk.logIn('intake', TEST_PASSWORD);
    await desk.installed();
    await desk.network(false);
    for (let seq = 1; seq <= 8; seq += 1) await desk.key(firstNo + seq, seq);

    const torn = person(firstNo + 9);
    await desk.type({ fullName: torn.fullName, nik: torn.nik });
    await desk.photo('ktp_photo');
    await desk.page.waitForTimeout(1000);
    await desk.kill();
    await desk.turnOn();
    await desk.logIn('intake', TEST_PASSWORD);
    expect(await desk.unsent()).toBe(8);
    expect(await desk.page.locator('[name=fullName]').inputValue()).toBe(torn.fullName);
    expect(await desk.page.locator('.slot[data-kind=ktp_photo] img').count()).toBe(1);
    await desk.type(torn);
    await desk.photo('form_scan');
    await desk.save(9);
    for (let seq = 10; seq <= 17; seq += 1) await desk.key(firstNo + seq, seq);

    // In the moment the page says that it is kept.
    await desk.kill();
    await desk.turnOn();
    await desk.logIn('intake', TEST_PASSWORD);
    expect(await desk.unsent()).toBe(17);
    for (let seq = 18; seq <= FORMS; seq += 1) await desk.key(firstNo + seq, seq);
    expect(await desk.unsent()).toBe(FORMS);
    return desk.onDevice();
  }

  /** What the server has of these papers, in the order it took them. */
  async function onServer(firstNo: number) {
    const { read } = system.services.database;
    const names = Array.from({ length: FORMS }, (_, at) => person(firstNo + at + 1));
    const niks = names.map(({ nik }) => system.services.blindIndex.nik(nik));
    const rows = (await read('submissions').whereIn('nik_bidx', niks).orderBy('id')) as {
      id: number;
      nik_bidx: string;
      status: string;
    }[];
    const documents = (await read('documents')
      .whereIn(
        'submission_id',
        rows.map(({ id }) => id),
      )
      .orderBy('id')) as { submission_id: number; kind: string; sha256: string }[];
    return {
      statuses: new Set(rows.map(({ status }) => status)),
      // Each NIK once, in the order of keying.
      isInOrder: JSON.stringify(rows.map((row) => row.nik_bidx)) === JSON.stringify(niks),
      photos: rows.map(({ id }) =>
        documents
          .filter((one) => one.submission_id === id)
          .map(({ kind, sha256 }) => `${kind} ${sha256}`)
          .sort(),
      ),
    };
  }

  const photosOf = ({ items }: OnDevice) =>
    [...items]
      .sort((left, right) => left.seq - right.seq)
      .map(({ photos }) => photos.map(({ kind, sha256 }) => `${kind} ${sha256}`).sort());

  it('keeps 25 forms with photos over two cuts of the power, and brings all of them in once, in order', async () => {
    const desk = device('one');
    const kept = await keyAll(desk, 0);
    expect(kept.items).toHaveLength(FORMS);
    expect(kept.photos).toBe(2 * FORMS);
    for (let no = 1; no <= FORMS; no += 1) {
      expect(kept.text).not.toContain(person(no).nik);
      expect(kept.text).not.toContain(person(no).fullName);
    }
    // The clerk was let in by the device alone: the server still wants to be asked.
    await desk.network(true);
    await desk.sees('counter.banner.none');
    await desk.button('counter.lock').click();
    await desk.logIn('intake', TEST_PASSWORD);
    // And once more the power goes, in the middle of sending.
    await desk.waitForUnsent((left) => left > 0 && left < FORMS - 5);
    await desk.kill();
    await desk.turnOn();
    await desk.logIn('intake', TEST_PASSWORD);
    await desk.waitForUnsent((left) => left === 0);
    const arrived = await onServer(0);
    expect(arrived.isInOrder).toBe(true);
    expect([...arrived.statuses]).toEqual(['submitted']);
    expect(arrived.photos).toEqual(photosOf(kept));
    const left = await desk.onDevice();
    expect([left.items.length, left.photos]).toEqual([0, 0]);
  });

  it('keeps another 25 over two cuts of the power, and brings all in once, in order, by a package file', async () => {
    const desk = device('two');
    const kept = await keyAll(desk, 100);
    const saved = desk.page.waitForEvent('download');
    await desk.button('counter.package.make').click();
    const file = await (await saved).path();
    const bytes = await readFile(file);
    for (let no = 101; no <= 100 + FORMS; no += 1) expect(bytes.includes(person(no).nik)).toBe(false);

    const other = device('three');
    await other.turnOn();
    await other.logIn('intake', TEST_PASSWORD);
    const carry = () =>
      other.page.locator('input[name=package]').setInputFiles({
        ...{ name: 'loket.loket', mimeType: 'application/octet-stream', buffer: bytes },
      });
    await carry();
    await other.sees('counter.package.done', { received: FORMS, already: 0, draft: 0, refused: 0 });
    const arrived = await onServer(100);
    expect(arrived.isInOrder).toBe(true);
    expect([...arrived.statuses]).toEqual(['submitted']);
    expect(arrived.photos).toEqual(photosOf(kept));
    await carry();
    await other.page.getByText(sayCounter('counter.package.repeated', { at: '' }).slice(0, 30)).waitFor();

    // The first device learns that all have arrived, and doubles nothing.
    expect(await desk.unsent()).toBe(FORMS);
    await desk.network(true);
    await desk.button('counter.lock').click();
    await desk.logIn('intake', TEST_PASSWORD);
    await desk.waitForUnsent((left) => left === 0);
    expect(await onServer(100)).toEqual(arrived);
  });
});
