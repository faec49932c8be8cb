/**
 * What the tests believe of the lives of registrations and batches, written from domain.md (sections 4 to 8) and api.md alone:
 * nothing here reads the server's own tables. A life is one small pool of invented people with a few staff around it.
 */
export type Role = 'intake' | 'reviewer' | 'coordinator' | 'approver' | 'pmo' | 'auditor' | 'admin';
export type Status =
  | 'draft' | 'submitted' | 'in_review' | 'needs_correction' | 'on_hold' | 'verified' | 'batched' | 'ratified' | 'sent'
  | 'confirmed' | 'pmo_returned' | 'pmo_rejected' | 'rejected' | 'withdrawn' | 'revoked'; // prettier-ignore
export type BatchStatus =
  | 'open'
  | 'sealed'
  | 'awaiting_ratification'
  | 'ratified'
  | 'sent'
  | 'acknowledged'
  | 'settled'
  | 'cancelled';
export type Slip = 'birthDate' | 'kkNumber' | 'fullName';
export type AnswerResult = 'CONFIRMED' | 'RETURNED' | 'REJECTED';

export interface Staff {
  name: string;
  id: number;
  role: Role;
  officeId: number;
  /** The place in the pool of whoever has their NIK. */
  self: number | null;
}

/** Somebody of the pool as the KTP register knows them. */
export interface Person {
  no: number;
  nik: string;
  kkNumber: string;
  wrongKk: string;
  birthDate: string;
  wrongBirthDate: string;
  isDeceased: boolean;
}

export interface Reading {
  no: 1 | 2 | 3;
  readerId: number;
  verdict: 'same_person' | 'different';
}

export interface Registration {
  id: number;
  registrationNo: string;
  person: Person;
  waveId: number;
  officeId: number;
  channel: 'offline' | 'assisted';
  status: Status;
  version: number;
  keyerId: number;
  /** Everyone who keyed or edited it. */
  hands: Set<number>;
  /** Fields that are not as on the KTP. */
  slips: Set<Slip>;
  /** Something the form needs before it may be handed in is missing. */
  hasGap: boolean;
  wasSubmitted: boolean;
  edits: number;
  holder: { id: number; isOver: boolean } | null;
  deciderId: number | null;
  /** Everyone who ever verified it or read its identity. */
  readers: Set<number>;
  outcome: 'unchecked' | 'matched' | 'partial' | 'mismatched' | 'deceased';
  isStale: boolean;
  readings: Reading[];
  screening: { outcome: 'unchecked' | 'clear' | 'hit'; listNo: number };
  /** The KK card on which it holds a place. */
  place: string | null;
  batchId: number | null;
  roundNo: number;
  /** Lines of its history. */
  steps: number;
}

export interface Batch {
  id: number;
  waveId: number;
  channel: 'online' | 'offline';
  officeId: number | null;
  status: BatchStatus;
  version: number;
  composerId: number;
  sealerId: number | null;
  /** Rows in it now, each with whoever put it there. */
  rows: Map<number, number>;
  rowCount: number;
  digest: string | null;
  papers: Set<string>;
  /** Ids of what was sealed last. */
  lines: number[];
  deliveries: number;
  answers: Map<number, AnswerResult>;
  steps: number;
}

export interface Wave {
  id: number;
  quota: number;
}

export interface Life {
  staff: Staff[];
  waves: Wave[];
  people: Person[];
  registrations: Registration[];
  batches: Batch[];
  /** How often the blacklist was loaded, and whom the newest names. */
  listNo: number;
  listed: Set<Person>;
  decrees: string[];
}

/** What is sent for an act. */
export interface Sent {
  method: 'POST' | 'PUT';
  path: string;
  body: Record<string, unknown>;
  /** A scanned paper goes along. */
  hasScan?: boolean;
}

export type Body = Record<string, unknown>;

/** One act on one thing: what stands against it, what is sent, and what has changed once it is done. */
export interface Case {
  label: string;
  /** The version to be named, null where the act names none. */
  version: number | null;
  isSeenBy(actor: Staff): boolean;
  /** The codes of everything that stands in the way (409); empty = it may be done. */
  against(actor: Staff, detail: number): string[];
  /** Allowed, but it brings nobody any further. */
  isIdle?(actor: Staff, detail: number): boolean;
  /** Allowed, but said in a way that is not taken (422). */
  isInvalid?(actor: Staff, detail: number): boolean;
  /** An act that changes nobody's view of the record does not ask which version was seen. */
  asksNoVersion?(actor: Staff): boolean;
  /** What is kept although the act is refused; gives the events it leaves. */
  keptAnyway?(reasons: readonly string[]): string[];
  request(actor: Staff, detail: number): Sent;
  /** Takes the act over into the model; gives the events it leaves, in order. */
  done(actor: Staff, detail: number, answer: Body): string[];
}

export interface Act {
  name: string;
  event: string;
  roles: readonly Role[];
  status?: number;
  kind: 'registration' | 'batch';
  /** It leads on, from the form to the PMO's word. */
  isRoad?: boolean;
  cases(life: Life): Case[];
}

/** The one of a list that a number picks. */
export const pick = <T>(from: readonly T[], by: number): T => from[by % from.length] as T;

export const isHeld = (one: Registration): boolean => one.holder !== null && !one.holder.isOver;
export const kkOf = (one: Registration): string =>
  one.slips.has('kkNumber') ? one.person.wrongKk : one.person.kkNumber;
export const byId = (life: Life, id: number): Registration =>
  life.registrations.find((one) => one.id === id) as Registration;
export const batchOf = (life: Life, one: Registration): Batch | undefined =>
  life.batches.find(({ id }) => id === one.batchId);

/** The counter knows its own office's; the PMO what was sent to it; nobody else is kept from reading (section 4). */
export function sees(actor: Staff, one: Registration): boolean {
  if (actor.role === 'intake') return actor.officeId === one.officeId;
  if (actor.role === 'pmo')
    return ['sent', 'confirmed', 'pmo_returned', 'pmo_rejected', 'revoked'].includes(one.status);
  return true;
}

export const seesBatch = (actor: Staff, { status }: Batch): boolean =>
  actor.role !== 'pmo' || ['sent', 'acknowledged', 'settled'].includes(status);

/** One step of a registration: a new version and a line of history. */
export function step(one: Registration, to: Status | null = null): void {
  one.version += 1;
  one.steps += 1;
  if (to) one.status = to;
}

/** Asks the register about the form as it stands: one field that differs is a partial match, two are none (section 7). */
export function check(one: Registration): void {
  const { size } = one.slips;
  one.outcome = one.person.isDeceased
    ? 'deceased'
    : size === 0
      ? 'matched'
      : size === 1
        ? 'partial'
        : 'mismatched';
  one.isStale = false;
  one.readings = [];
}

export function screen(life: Life, one: Registration): void {
  one.screening = { outcome: life.listed.has(one.person) ? 'hit' : 'clear', listNo: life.listNo };
}

export const moveBatch = (batch: Batch, to: BatchStatus | null = null): void => {
  batch.version += 1;
  batch.steps += 1;
  if (to) batch.status = to;
};

/** Places of a KK card that others hold, over all batches and waves. */
export const placesOfOthers = (life: Life, one: Registration): number =>
  life.registrations.filter((other) => other !== one && other.place === kkOf(one)).length;
