import type { ConsoleMessage, Page, Response } from '@playwright/test';

/** An answer that a test asks for on purpose: the browser writes each into its console. */
export interface Refusal {
  status: number;
  path: RegExp;
}

const REFUSED = 'Failed to load resource: the server responded with a status of';
// The console gives up a question of its own when the page it was for is left.
const GIVEN_UP = 'net::ERR_ABORTED';

/** Notes everything a page does that no page may do: console errors and warnings, exceptions, failed requests. */
export class PageWatch {
  readonly #problems: string[] = [];
  readonly #expected: (Refusal & { seen: number })[] = [];

  constructor(page: Page) {
    page.on('console', (message) => this.#onConsole(message));
    page.on('pageerror', (error) => this.#problems.push(`exception: ${error.stack ?? error.message}`));
    page.on('response', (response) => this.#onResponse(response));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? 'unknown';
      if (why !== GIVEN_UP)
        this.#problems.push(`request failed: ${request.method()} ${request.url()}: ${why}`);
    });
  }

  #onConsole(message: ConsoleMessage): void {
    if (!['error', 'warning'].includes(message.type())) return;
    // Answers are judged by #onResponse, which knows their address and status.
    if (message.text().startsWith(REFUSED)) return;
    this.#problems.push(`console ${message.type()}: ${message.text()}`);
  }

  #onResponse(response: Response): void {
    if (response.status() < 400) return;
    const { pathname } = new URL(response.url());
    const expected = this.#expected.find(
      ({ status, path }) => status === response.status() && path.test(pathname),
    );
    if (expected) expected.seen += 1;
    else this.#problems.push(`answer ${response.status()}: ${response.request().method()} ${pathname}`);
  }

  /** Runs `work`, in which the server must refuse exactly so at least once. */
  async refused(refusal: Refusal, work: () => Promise<void>): Promise<void> {
    const seen = await this.allowing(refusal, work);
    if (seen === 0) this.#problems.push(`not refused: ${refusal.status} ${String(refusal.path)}`);
  }

  /** Runs `work`, during which such answers are part of the play; says how many came. */
  async allowing(refusal: Refusal, work: () => Promise<void>): Promise<number> {
    const expected = { ...refusal, seen: 0 };
    this.#expected.push(expected);
    try {
      await work();
    } finally {
      this.#expected.splice(this.#expected.indexOf(expected), 1);
    }
    return expected.seen;
  }

  /** Every problem since the last call. */
  take(): string[] {
    return this.#problems.splice(0);
  }
}
