import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { say } from './console-words.ts';
import { PageWatch } from './page-watch.ts';

const SECONDS = 1000;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The whole of a label; a required field's carries a star. */
export const exactly = (text: string) => new RegExp(`^${escaped(text)}(\\s*\\*)?$`);

/** A select is named by its label and, once chosen, by its value too. */
const startingWith = (label: string) => new RegExp(`^${escaped(label)}(\\s*\\*)?([\\s\\u200b].*)?$`);

/** One person at a browser of their own, with the few movements of hand that every page needs. */
export class Desk {
  readonly page: Page;
  readonly watch: PageWatch;
  readonly context: BrowserContext;
  readonly #url: string;

  constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.watch = new PageWatch(page);
    this.#url = url;
  }

  /** Types a name and password on the login page and waits for the console. */
  async logIn(username: string, password: string): Promise<void> {
    await this.page.goto(this.#url);
    await this.typeLogin(username, password);
    await this.page.getByRole('navigation').or(this.page.getByRole('menu')).first().waitFor();
  }

  async typeLogin(username: string, password: string): Promise<void> {
    await this.field(say('login.username')).fill(username);
    await this.field(say('login.password')).fill(password);
    await this.button(say('login.submit')).click();
  }

  /** Opens an address of the console, as a bookmark would. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
  }

  /**
   * Chooses a resource in the menu at the left and waits, as a person does, until its list is there: the page before
   * stays until then, and the list writes its filter into the address when it has come.
   */
  async menu(resource: string): Promise<void> {
    const item = `a[role=menuitem][href="/${resource}"]`;
    await this.page.locator(item).click();
    await this.page.locator(`${item}.RaMenuItemLink-active`).waitFor();
    await this.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  }

  button(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  field(label: string, within: Page | Locator = this.page): Locator {
    return within.getByLabel(exactly(label));
  }

  /** The dialog on the screen; there is never more than one. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Picks an option of a select or autocomplete. */
  async choose(label: string, option: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByRole('combobox', { name: startingWith(label) }).click();
    await this.page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
  }

  async attach(
    file: string | { name: string; mimeType: string; buffer: Buffer },
    within: Page | Locator = this.page,
  ) {
    await within.locator('input[type=file]').setInputFiles(file);
  }

  /** Waits for a sentence to stand on the page. */
  async sees(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByText(text).first().waitFor();
  }

  /** What a link downloads. */
  async download(link: Locator): Promise<Buffer> {
    const href = await link.getAttribute('href');
    if (!href) throw new Error('the link leads nowhere');
    const answer = await this.page.request.get(new URL(href, this.#url).toString());
    if (!answer.ok()) throw new Error(`the download answers ${answer.status()}`);
    return answer.body();
  }
}

export interface DeskOptions {
  width?: number;
  height?: number;
}

/** Seats people at browsers of their own; a person stays logged in until everybody leaves. */
export function openDesks(browser: Browser, url: string, options: DeskOptions = {}) {
  const desks = new Map<string, Desk>();
  const { width = 1440, height = 900 } = options;

  async function sit(): Promise<Desk> {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(30 * SECONDS);
    return new Desk(context, await context.newPage(), url);
  }

  return {
    /** A fresh browser nobody is logged in with. */
    async visitor(name: string): Promise<Desk> {
      const desk = await sit();
      desks.set(name, desk);
      return desk;
    },
    /** The desk of a person, logged in through the login page the first time. */
    async of(username: string, password: string): Promise<Desk> {
      const known = desks.get(username);
      if (known) return known;
      const desk = await sit();
      desks.set(username, desk);
      await desk.logIn(username, password);
      return desk;
    },
    /** What went wrong in any browser since the last call, each line with the person's name. */
    problems(): string[] {
      return [...desks].flatMap(([name, desk]) => desk.watch.take().map((line) => `${name}: ${line}`));
    },
    /** Photographs every screen into a folder, to see what a failed test saw. */
    async photograph(folder: string): Promise<void> {
      for (const [name, desk] of desks)
        await desk.page.screenshot({ path: join(folder, `failed-${name.replace(/\W+/g, '-')}.png`) });
    },
    async leave(): Promise<void> {
      for (const desk of desks.values()) await desk.context.close();
      desks.clear();
    },
  };
}
export type Desks = ReturnType<typeof openDesks>;
