import type { Page } from '@playwright/test';
import { wordsIn } from '../../client/counter/counter-words.ts';
import { plainPng } from './document-samples.ts';
import { openKillable, type KillableBrowser } from './killable-browser.ts';
import { person, type Person } from './registrations.ts';

/** What the counter says in Indonesian. */
export const sayCounter = wordsIn('id');
const field = (name: string) => sayCounter(`resources.submissions.fields.${name}`);

/** What lies in the device's database, as whoever opens its files without logging in sees it. */
export interface OnDevice {
  items: { clientId: string; seq: number; state: string; photos: { kind: string; sha256: string }[] }[];
  photos: number;
  /** Everything of every store as text. */
  text: string;
}

function readStores(page: Page): Promise<OnDevice> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as Error);
      });
    const db = await settled(indexedDB.open('loket-counter'));
    const names = [...db.objectStoreNames].filter((name) => name !== 'desk');
    const tx = db.transaction(names);
    const all = await Promise.all(names.map((name) => settled(tx.objectStore(name).getAll())));
    db.close();
    const bytes = (value: unknown): unknown =>
      value instanceof Uint8Array ? String.fromCharCode(...value.slice(0, 4000)) : value;
    const of = (name: string) => (all[names.indexOf(name)] ?? []) as never[];
    return {
      items: of('items') as OnDevice['items'],
      photos: of('photos').length,
      text: JSON.stringify(all, (_key, value: unknown) => bytes(value)),
    };
  });
}

/** A clerk at a device that may lose its network and its power at any moment. */
export class CounterPage {
  readonly #url: string;
  readonly #profile: string;
  #browser: KillableBrowser | null = null;
  #offline = false;

  constructor(url: string, profile: string) {
    this.#url = url;
    this.#profile = profile;
  }

  get page(): Page {
    if (!this.#browser) throw new Error('the device is off');
    return this.#browser.page;
  }

  async turnOn(): Promise<void> {
    this.#browser = await openKillable(this.#profile);
    await this.#browser.context.setOffline(this.#offline);
    await this.page.setViewportSize({ width: 1440, height: 900 });
    await this.page.goto(`${this.#url}/loket/`);
  }

  /** The power is cut. */
  async kill(): Promise<void> {
    await this.#browser?.kill();
    this.#browser = null;
  }

  async network(isOn: boolean): Promise<void> {
    this.#offline = !isOn;
    await this.#browser?.context.setOffline(this.#offline);
  }

  async logIn(username: string, password: string): Promise<void> {
    await this.page.getByLabel(sayCounter('counter.login.username')).fill(username);
    await this.page.getByLabel(sayCounter('counter.login.password')).fill(password);
    await this.button('counter.login.submit').click();
    await this.page.locator('form.sheet').waitFor();
  }

  /** The page's files are on the device from now on. */
  async installed(): Promise<void> {
    await this.page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      while (active?.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 50));
    });
  }

  button(key: string) {
    return this.page.getByRole('button', { name: sayCounter(key), exact: true });
  }

  sees(key: string, values?: Record<string, string | number>): Promise<void> {
    return this.page.getByText(sayCounter(key, values)).first().waitFor();
  }

  async unsent(): Promise<number> {
    return Number(await this.page.locator('output.count').textContent());
  }

  /** Waits until so many are left. */
  async waitForUnsent(test: (left: number) => boolean): Promise<void> {
    while (!test(await this.unsent())) await this.page.waitForTimeout(50);
  }

  async type(form: Partial<Person>): Promise<void> {
    const texts = ['fullName', 'nik', 'kkNumber', 'birthPlace', 'birthDate', 'ktpAddress'] as const;
    for (const name of texts)
      if (form[name]) await this.page.getByLabel(field(name), { exact: true }).fill(String(form[name]));
    for (const name of ['sex', 'luringReason', 'educationLevel', 'employmentStatus'] as const)
      if (form[name])
        await this.page.getByLabel(field(name), { exact: true }).selectOption(String(form[name]));
    for (const name of ['cameInPerson', 'originalKtpSeen'] as const)
      if (form[name]) await this.page.getByLabel(field(name), { exact: true }).check();
  }

  async photo(kind: 'ktp_photo' | 'form_scan'): Promise<void> {
    const slot = this.page.locator(`.slot[data-kind=${kind}]`);
    const buffer = await plainPng(640, 400);
    await slot.locator('input[type=file]').setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer });
    await slot.locator('img').waitFor();
  }

  /** By the device's own camera. */
  async capture(kind: 'ktp_photo' | 'form_scan'): Promise<void> {
    const slot = this.page.locator(`.slot[data-kind=${kind}]`);
    await slot.getByRole('button', { name: sayCounter('counter.photo.camera'), exact: true }).click();
    await this.button('counter.photo.take').click();
    await slot.locator('img').waitFor();
  }

  async save(seq: number): Promise<void> {
    await this.page.keyboard.press('Control+Enter');
    await this.sees('counter.form.saved', { seq });
  }

  /** Keys one whole paper with both photos. */
  async key(no: number, seq: number): Promise<void> {
    await this.type(person(no));
    await (seq === 1 ? this.capture('ktp_photo') : this.photo('ktp_photo'));
    await this.photo('form_scan');
    await this.save(seq);
  }

  onDevice(): Promise<OnDevice> {
    return readStores(this.page);
  }
}
