import type { PhotoMark } from '@server/counter/counter-schema.ts';
import { ageOf, goesByItself, KEEP_DAYS, keyingBlockers } from '@server/counter/counter-rules.ts';
import type { FormValues } from '../submissions/form/form-body.ts';
import { STRICT, type CounterDb } from './counter-db.ts';
import { logIn, refreshDesk, type LoginProblem } from './counter-login.ts';
import { createObservable, FIRST_STATE, type CounterState, type ViewItem } from './counter-state.ts';
import { seal, textBytes, type Bytes } from './device-crypto.ts';
import { itemLabel, type Unlocked } from './device-lock.ts';
import {
  dropItem,
  keepDraft,
  keepPhoto,
  moveItem,
  openPhoto,
  ownItems,
  queueItem,
  removePhoto,
} from './item-store.ts';
import { sendAll } from './outbox.ts';
import { packItems, type MadePackage } from './package-export.ts';

const DAY_MS = 86_400_000;
const RECEIPTS_SHOWN = 8;

/** The page's acts. Everything goes through the database first: what is shown is what would survive a power cut. */
export function createController(db: CounterDb, askForSync: () => void = () => undefined) {
  const state = createObservable<CounterState>(FIRST_STATE);
  let unlocked: Unlocked | null = null;

  function opened(): Unlocked {
    if (!unlocked) throw new Error('the device is locked');
    return unlocked;
  }

  async function readItems(who: Unlocked): Promise<ViewItem[]> {
    const keepDays = state.get().desk?.keepDays ?? KEEP_DAYS;
    const now = new Date().toISOString();
    return (await ownItems(db, who)).map((item) => ({ ...item, age: ageOf(item.keyedAt, now, keepDays) }));
  }

  /** What a package carries too goes once its time is over; receipts go with their time. */
  async function expire(who: Unlocked): Promise<void> {
    const { desk } = state.get();
    const clockOffSeconds = desk?.clockOffSeconds ?? 0;
    for (const item of await readItems(who))
      if (
        item.seq > 0 &&
        goesByItself({ handedOver: item.packages.length > 0, age: item.age, clockOffSeconds })
      )
        await dropItem(db, item, { outcome: 'expired', registrationNo: null });
    const before = new Date(Date.now() - (desk?.keepDays ?? KEEP_DAYS) * DAY_MS).toISOString();
    for (const { clientId, at } of await db.getAllFromIndex('receipts', 'username', who.person.username))
      if (at < before) await db.delete('receipts', clientId);
  }

  async function refresh(): Promise<void> {
    const desk = (await db.get('desk', 'desk')) ?? null;
    state.set({ desk });
    if (!unlocked) return;
    const who = unlocked;
    const items = await readItems(who);
    const receipts = await db.getAllFromIndex('receipts', 'username', who.person.username);
    receipts.sort((left, right) => right.at.localeCompare(left.at));
    // Locked while it was read: nothing in clear comes back.
    if (unlocked === who) state.set({ items, receipts: receipts.slice(0, RECEIPTS_SHOWN) });
  }

  /** One round of the outbox; a second one asked for meanwhile is part of it or follows at the next call. */
  async function send(): Promise<void> {
    const who = unlocked;
    const { session, sending } = state.get();
    if (!who || sending || session !== 'on') return;
    state.set({ sending: true });
    try {
      const end = await sendAll({ db, unlocked: who, onStep: refresh, isOver: () => unlocked !== who });
      if (end === 'session_over') state.set({ session: 'over' });
      state.set({ online: end !== 'unreachable' && navigator.onLine });
    } finally {
      state.set({ sending: false });
      await refresh();
    }
  }

  function lock(): void {
    unlocked = null;
    state.set({ phase: 'locked', items: [], receipts: [], fullName: '', officeName: '', sending: false });
  }

  return {
    subscribe: state.subscribe,
    get: state.get,
    lock,
    send,
    refresh,

    async start(): Promise<void> {
      const people = await db.getAllKeys('people');
      const last = localStorage.getItem('loket-counter-last');
      people.sort((left, right) => Number(right === last) - Number(left === last));
      state.set({ phase: 'locked', people, online: navigator.onLine });
      await refresh();
    },

    async logIn(username: string, password: string): Promise<LoginProblem | null> {
      const result = await logIn(db, username, password);
      if (result.problem !== null) return result.problem;
      const { person } = result.unlocked;
      unlocked = result.unlocked;
      localStorage.setItem('loket-counter-last', person.username);
      const { fullName, officeName } = person;
      await refresh();
      await expire(unlocked);
      await refresh();
      // Opened last: the form that was being keyed is there when the page shows.
      state.set({ phase: 'open', session: result.session, fullName, officeName, online: navigator.onLine });
      void send();
      return null;
    },

    /** The network came or went, as the browser sees it. */
    setOnline(online: boolean): void {
      state.set({ online });
      if (online) void send();
    },

    async refreshDesk(): Promise<void> {
      if (state.get().session === 'on' && unlocked) await refreshDesk(db);
      await refresh();
    },

    keepDraft: (clientId: string, form: FormValues) => keepDraft(db, opened(), clientId, form),

    /** Saves a form into the queue. @throws ItemGone where it was sent meanwhile */
    async save(clientId: string, form: FormValues): Promise<number> {
      const isNew = state.get().items.every((item) => item.clientId !== clientId || item.seq === 0);
      const ages = state.get().items.flatMap(({ seq, age }) => (seq > 0 ? [age] : []));
      if (isNew && keyingBlockers(ages).length > 0) throw new Error('OVERDUE_ITEMS');
      const seq = await queueItem(db, opened(), clientId, form);
      await refresh();
      askForSync();
      void send();
      return seq;
    },

    async keepPhoto(clientId: string, kind: PhotoMark['kind'], bytes: Bytes): Promise<void> {
      await keepPhoto(db, opened(), clientId, kind, bytes);
      await refresh();
    },

    async removePhoto(clientId: string, kind: PhotoMark['kind']): Promise<void> {
      await removePhoto(db, clientId, kind);
      await refresh();
    },

    openPhoto: (id: string) => openPhoto(db, opened(), id),

    /** Sends a refused form once more as it is now. */
    async retry(clientId: string): Promise<void> {
      const item = state.get().items.find((one) => one.clientId === clientId);
      if (item) await moveItem(db, opened(), item, 'edited');
      await refresh();
      void send();
    },

    /** Takes a form off the device by its clerk's decision; the server learns why, unless it has the form itself. */
    async discard(item: ViewItem, reason: string): Promise<void> {
      const { dataKey, person } = opened();
      if (item.submissionId !== null || item.seq === 0) {
        const outcome = item.seq === 0 ? 'discarded' : 'left-to-server';
        await dropItem(db, item, { outcome, registrationNo: null });
      } else {
        const label = itemLabel(item.clientId, person.staffId);
        const sealedReason = await seal(dataKey, textBytes(reason), label);
        const { keyedAt } = item;
        await dropItem(db, item, { outcome: 'discarded', registrationNo: null }, { keyedAt, sealedReason });
      }
      await refresh();
      void send();
    },

    /** A package of everything unsent; the forms stay until the server has them. */
    async pack(): Promise<MadePackage | null> {
      const made = await packItems(db, opened(), state.get().desk);
      if (!made) return null;
      const tx = db.transaction('items', 'readwrite', STRICT);
      for (const id of made.clientIds) {
        const item = await tx.store.get(id);
        if (item) void tx.store.put({ ...item, packages: [...item.packages, made.packageId] });
      }
      await tx.done;
      await refresh();
      return made;
    },
  };
}
export type Controller = ReturnType<typeof createController>;
