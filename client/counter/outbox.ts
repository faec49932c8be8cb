import type { CounterItem } from '@server/counter/counter-schema.ts';
import {
  eventOfAnswer,
  mayDrop,
  missingPhotos,
  stopsRound,
  type ItemEvent,
} from '@server/counter/counter-rules.ts';
import { createBody } from '../submissions/form/form-body.ts';
import { ask, type ApiReply } from './counter-api.ts';
import type { CounterDb } from './counter-db.ts';
import { bytesText, unseal } from './device-crypto.ts';
import { itemLabel, type Unlocked } from './device-lock.ts';
import {
  dropItem,
  ItemGone,
  moveItem,
  openItem,
  openPhoto,
  ownItems,
  type OpenItem,
  type Trouble,
} from './item-store.ts';

export interface Outbox {
  db: CounterDb;
  unlocked: Unlocked;
  /** After each form, so that the page shows how far it is. */
  onStep: () => Promise<void>;
  /** Asked before each form: a locked device sends nothing. */
  isOver: () => boolean;
}

/** How a round ended: `done` when everything was tried. */
export type RoundEnd = 'done' | Extract<ItemEvent, 'unreachable' | 'session_over'>;

const troubleOf = (stage: Trouble['stage'], reply: ApiReply<unknown>, photoId?: string): Trouble => ({
  ...{ stage, code: reply.code ?? 'HTTP_0', message: reply.message, reasons: reply.reasons },
  ...(photoId ? { photoId } : {}),
});

/** What one step of a form came to; the item as it is stored now. */
interface Step {
  event: ItemEvent;
  item: OpenItem;
  answer: CounterItem | null;
}

async function settle(
  { db, unlocked }: Outbox,
  item: OpenItem,
  reply: ApiReply<CounterItem>,
  stage: Trouble['stage'],
  photoId?: string,
): Promise<Step> {
  const event = eventOfAnswer(reply.status, reply.code);
  if (event === 'accepted') return { event, item, answer: reply.body };
  if (event !== 'refused') return { event, item, answer: null };
  await moveItem(db, unlocked, item, 'refused', { trouble: troubleOf(stage, reply, photoId) });
  return { event, item, answer: null };
}

async function handIn(outbox: Outbox, item: OpenItem): Promise<Step> {
  const { clientId, seq, keyedAt, form } = item;
  const reply = await ask<CounterItem>('/counter/items', {
    body: {
      ...{ clientId, seq, keyedAt, device: outbox.unlocked.person.device },
      deviceTime: new Date().toISOString(),
      form: createBody(form),
    },
  });
  const step = await settle(outbox, item, reply, 'form');
  if (!step.answer) return step;
  const { submissionId } = step.answer;
  const moved = await moveItem(outbox.db, outbox.unlocked, item, 'accepted', { submissionId });
  return moved ? { ...step, item: moved } : { ...step, answer: null };
}

/** Sends the photos the server does not have by their digest. */
async function sendPhotos(outbox: Outbox, start: Step): Promise<Step> {
  let step = start;
  for (const { kind, sha256 } of missingPhotos(start.item.photos, start.answer?.photos ?? [])) {
    const photo = start.item.photos.find((one) => one.kind === kind && one.sha256 === sha256);
    if (!photo) continue;
    const bytes = await openPhoto(outbox.db, outbox.unlocked, photo.id);
    const form = new FormData();
    form.set('kind', kind);
    form.set('file', new Blob([bytes], { type: 'image/jpeg' }), `${kind}.jpg`);
    const reply = await ask<CounterItem>(`/counter/items/${start.item.clientId}/photos`, { form });
    step = await settle(outbox, step.item, reply, 'photo', photo.id);
    if (!step.answer) return step;
  }
  return step;
}

async function finish(outbox: Outbox, before: Step): Promise<Step> {
  const { clientId, photos } = before.item;
  const marks = photos.map(({ kind, sha256 }) => ({ kind, sha256 }));
  const reply = await ask<CounterItem>(`/counter/items/${clientId}/finish`, { body: { photos: marks } });
  return settle(outbox, before.item, reply, 'finish');
}

/** The whole way of one form; each stage may be repeated, so a cut anywhere is taken up from the start. */
async function sendOne(outbox: Outbox, item: OpenItem): Promise<ItemEvent> {
  let step = await handIn(outbox, item);
  if (step.answer?.outcome === 'received') step = await sendPhotos(outbox, step);
  if (step.answer?.outcome === 'received') step = await finish(outbox, step);
  const { answer } = step;
  if (!answer || !mayDrop(item.photos, answer)) return step.event;
  const outcome = answer.outcome === 'received' ? 'sent' : 'discarded';
  await dropItem(outbox.db, item, { outcome, registrationNo: answer.registrationNo });
  return 'finished';
}

/** Tells the server of forms that will never come. */
async function sendDiscards({ db, unlocked }: Outbox): Promise<RoundEnd> {
  const { username, staffId, device } = unlocked.person;
  for (const one of await db.getAllFromIndex('discards', 'username', username)) {
    const { clientId, seq, keyedAt, sealedReason } = one;
    const reason = bytesText(await unseal(unlocked.dataKey, sealedReason, itemLabel(clientId, staffId)));
    const reply = await ask('/counter/discards', { body: { clientId, seq, keyedAt, device, reason } });
    const event = eventOfAnswer(reply.status, reply.code);
    if (event === 'unreachable' || event === 'session_over') return event;
    if (event === 'accepted') await db.delete('discards', clientId);
  }
  return 'done';
}

/** As it is now, not as it was when the round began; gone meanwhile, there is nothing to send. */
async function sendAsItIs(outbox: Outbox, clientId: string): Promise<ItemEvent> {
  const stored = await outbox.db.get('items', clientId);
  if (!stored) return 'discarded';
  try {
    return await sendOne(outbox, await openItem(outbox.unlocked, stored));
  } catch (error) {
    if (error instanceof ItemGone) return 'edited';
    throw error;
  }
}

async function round(outbox: Outbox): Promise<RoundEnd> {
  const told = await sendDiscards(outbox);
  if (told !== 'done') return told;
  for (const item of await ownItems(outbox.db, outbox.unlocked)) {
    if (item.state !== 'queued' && item.state !== 'received') continue;
    if (outbox.isOver()) return 'done';
    const event = await sendAsItIs(outbox, item.clientId);
    await outbox.onStep();
    if (stopsRound(event)) return event as RoundEnd;
  }
  return 'done';
}

/** Sends what is unsent, one after the other, in the order of keying; one window at a time. */
export async function sendAll(outbox: Outbox): Promise<RoundEnd> {
  const end = await navigator.locks.request('loket-outbox', { ifAvailable: true }, async (lock) =>
    lock ? round(outbox) : ('done' as const),
  );
  return end;
}
