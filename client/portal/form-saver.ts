import type { PortalSubmission, SaveForm } from '@server/portal/portal-schema.ts';
import { isPassing, refusedKey } from './error-rules.ts';
import {
  afterSave,
  DECLARATIONS,
  saveBody,
  sendable,
  valuesOf,
  type FieldName,
  type Unsent,
  type Values,
} from './form-rules.ts';
import { asPortalError, type PortalError } from './portal-api.ts';
import type { WordKey } from './words.ts';

/** What a saver needs of the world. */
export interface SaverPorts {
  put: (body: SaveForm) => Promise<PortalSubmission>;
  load: () => Promise<PortalSubmission>;
  /** Keeps what is unsent in this tab; null once all has arrived. */
  keepUnsent: (unsent: Unsent | null) => void;
  now: () => string;
  today: () => string;
}

interface Refused {
  value: string;
  problem: WordKey;
}

export interface SaverView {
  submission: PortalSubmission;
  /** All that was typed since the form was opened; NIK and KK come back from nowhere else. */
  typed: Unsent;
  unsent: Unsent;
  saving: boolean;
  savedAt: string | null;
  failure: PortalError | null;
  /** Boxes the server refused, with the value it refused: that value is not sent again. */
  refused: Partial<Record<FieldName, Refused>>;
}

const TYPING_PAUSE_MS = 1500;
const RETRY_MS = 10_000;

const isEmpty = (unsent: Unsent) => Object.keys(unsent).length === 0;

/** The boxes a refusal names, out of those that were sent. */
function namedIn(error: PortalError, fields: readonly FieldName[]): FieldName[] {
  if (error.code === 'DUPLICATE') return fields.filter((field) => field === 'nik');
  const named = Object.keys(error.errors).map((path) => path.split('.')[0]);
  const isNamed = (field: FieldName) =>
    named.includes(field) ||
    ((DECLARATIONS as readonly FieldName[]).includes(field) && named.includes('declarations'));
  return fields.filter(isNamed);
}

/**
 * Saves the form by itself: a moment after typing, one save at a time, and again when the network is back. Whatever is not
 * sent stays in the tab, so neither a lost line nor an ended session costs a letter.
 */
export class FormSaver {
  private readonly ports: SaverPorts;
  private view: SaverView;
  private readonly listeners = new Set<() => void>();
  private running: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(ports: SaverPorts, submission: PortalSubmission, unsent: Unsent) {
    this.ports = ports;
    this.view = {
      submission,
      typed: unsent,
      unsent,
      saving: false,
      savedAt: null,
      failure: null,
      refused: {},
    };
  }

  readonly snapshot = (): SaverView => this.view;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  values(): Values {
    return { ...valuesOf(this.view.submission.form), ...this.view.typed };
  }

  type(field: FieldName, value: string): void {
    const { typed, unsent } = this.view;
    this.show({ typed: { ...typed, [field]: value }, unsent: { ...unsent, [field]: value } });
    this.later(TYPING_PAUSE_MS);
  }

  /** Goes back to what is saved. */
  untype(field: FieldName): void {
    const without = (from: Unsent) =>
      Object.fromEntries(Object.entries(from).filter(([name]) => name !== field)) as Unsent;
    this.show({ typed: without(this.view.typed), unsent: without(this.view.unsent) });
  }

  /** Saves what can be saved now. @returns whether nothing is left unsent */
  readonly flush = async (): Promise<boolean> => {
    this.stop();
    if (this.running) await this.running;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  };

  /** Takes up a submission that another act gave back. */
  receive(submission: PortalSubmission): void {
    this.show({ submission });
  }

  readonly reload = async (): Promise<void> => this.receive(await this.ports.load());

  readonly stop = () => {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  };

  private later(milliseconds: number): void {
    this.stop();
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  private show(change: Partial<SaverView>): void {
    this.view = { ...this.view, ...change };
    if (change.unsent) this.ports.keepUnsent(isEmpty(change.unsent) ? null : change.unsent);
    for (const listener of this.listeners) listener();
  }

  private open(): FieldName[] {
    const { unsent, refused } = this.view;
    return sendable(unsent, this.ports.today()).filter((field) => refused[field]?.value !== unsent[field]);
  }

  private async run(): Promise<boolean> {
    let mayReload = true;
    for (let fields = this.open(); fields.length > 0; fields = this.open()) {
      this.show({ saving: true });
      try {
        await this.send(fields);
      } catch (thrown) {
        const error = asPortalError(thrown);
        if (error.code === 'STALE_VERSION' && mayReload) {
          // Another tab saved meanwhile: its other boxes stay, what was typed here is what was meant last.
          mayReload = false;
          if (await this.reloaded()) continue;
        } else if (!this.refuse(error, fields)) this.fail(error);
        if (this.view.failure) break;
      }
    }
    this.show({ saving: false });
    return isEmpty(this.view.unsent);
  }

  private async send(fields: readonly FieldName[]): Promise<void> {
    const sent = Object.fromEntries(fields.map((field) => [field, this.view.unsent[field]])) as Unsent;
    const body = saveBody(fields, this.values(), this.view.submission.version);
    const submission = await this.ports.put(body);
    const unsent = afterSave(this.view.unsent, sent);
    this.show({ submission, unsent, savedAt: this.ports.now(), failure: null });
  }

  private async reloaded(): Promise<boolean> {
    try {
      await this.reload();
      return true;
    } catch (thrown) {
      this.fail(asPortalError(thrown));
      return false;
    }
  }

  /** Marks the boxes a refusal names, so that the others can go. @returns whether it named any */
  private refuse(error: PortalError, fields: readonly FieldName[]): boolean {
    const named = namedIn(error, fields);
    const marks = named.map((field) => [
      field,
      { value: this.view.unsent[field] ?? '', problem: refusedKey(error.code) },
    ]);
    this.show({ refused: { ...this.view.refused, ...(Object.fromEntries(marks) as SaverView['refused']) } });
    return named.length > 0;
  }

  private fail(failure: PortalError): void {
    this.show({ failure });
    // Whoever was told how long to wait waits that long.
    if (isPassing(failure)) this.later(Math.max(RETRY_MS, (failure.retryAfter ?? 0) * 1000));
  }
}
