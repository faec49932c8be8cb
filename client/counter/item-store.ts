import type { PhotoMark } from '@server/counter/counter-schema.ts';
import { inOrder, stepItem, type ItemEvent } from '@server/counter/counter-rules.ts';
import { STRICT, type CounterDb, type Receipt, type StoredItem } from './counter-db.ts';
import { bytesText, seal, sha256Hex, textBytes, unseal, type Bytes } from './device-crypto.ts';
import { itemLabel, photoLabel, type Unlocked } from './device-lock.ts';
import type { FormValues } from '../submissions/form/form-body.ts';

/** Why a person has to look at a form: the server's answer, and where on the way it came. */
export interface Trouble {
  stage: 'form' | 'photo' | 'finish';
  code: string;
  message: string;
  reasons: string[];
  /** Which photo the server would not take. */
  photoId?: string;
}

/** A form opened: only in memory, only while its clerk is logged in. */
export interface OpenItem extends Omit<StoredItem, 'sealed'> {
  form: FormValues;
  trouble: Trouble | null;
}

/** The form is no longer the device's to change: it was sent, or went, meanwhile. */
export class ItemGone extends Error {
  override name = 'ItemGone';
}

const sealItem = (
  { dataKey, person }: Unlocked,
  clientId: string,
  content: Pick<OpenItem, 'form' | 'trouble'>,
): Promise<Bytes> => seal(dataKey, textBytes(JSON.stringify(content)), itemLabel(clientId, person.staffId));

export async function openItem(unlocked: Unlocked, stored: StoredItem): Promise<OpenItem> {
  const { sealed, ...rest } = stored;
  const bytes = await unseal(unlocked.dataKey, sealed, itemLabel(stored.clientId, unlocked.person.staffId));
  return { ...rest, ...(JSON.parse(bytesText(bytes)) as Pick<OpenItem, 'form' | 'trouble'>) };
}

/** A clerk's own forms, in the order they were keyed; the one being keyed comes last. */
export async function ownItems(db: CounterDb, unlocked: Unlocked): Promise<OpenItem[]> {
  const stored = await db.getAllFromIndex('items', 'username', unlocked.person.username);
  const open = await Promise.all(stored.map((one) => openItem(unlocked, one)));
  return [...inOrder(open.filter(({ seq }) => seq > 0)), ...open.filter(({ seq }) => seq === 0)];
}

/** Keeps what is being keyed, so that a power cut costs no more than the last keystrokes. */
export async function keepDraft(
  db: CounterDb,
  unlocked: Unlocked,
  clientId: string,
  form: FormValues,
): Promise<void> {
  const sealed = await sealItem(unlocked, clientId, { form, trouble: null });
  const tx = db.transaction('items', 'readwrite', STRICT);
  const before = await tx.store.get(clientId);
  if (!before || before.state === 'draft') {
    const { username } = unlocked.person;
    const keyedAt = new Date().toISOString();
    await tx.store.put({
      ...{ clientId, username, keyedAt, sealed, seq: 0, state: 'draft', submissionId: null, packages: [] },
      ...{ revision: before?.revision ?? 0, photos: before?.photos ?? [] },
    });
  }
  await tx.done;
}

/** Puts a saved form into the queue: number, form and state in one transaction, before the page clears it. */
export async function queueItem(
  db: CounterDb,
  unlocked: Unlocked,
  clientId: string,
  form: FormValues,
): Promise<number> {
  const sealed = await sealItem(unlocked, clientId, { form, trouble: null });
  const { username } = unlocked.person;
  const tx = db.transaction(['items', 'people'], 'readwrite', STRICT);
  const [before, person] = await Promise.all([
    tx.objectStore('items').get(clientId),
    tx.objectStore('people').get(username),
  ]);
  const event: ItemEvent = before && before.state !== 'draft' ? 'edited' : 'saved';
  const isMoving = before && (event === 'saved' || before.state === 'queued' || before.state === 'conflict');
  if (!isMoving || !person) {
    tx.abort();
    await tx.done.catch(() => undefined);
    throw new ItemGone(clientId);
  }
  const isNew = before.seq === 0;
  const seq = isNew ? person.nextSeq : before.seq;
  const keyedAt = isNew ? new Date().toISOString() : before.keyedAt;
  if (isNew) void tx.objectStore('people').put({ ...person, nextSeq: seq + 1 });
  const state = stepItem(before.state, event);
  void tx.objectStore('items').put({ ...before, seq, keyedAt, sealed, state, revision: before.revision + 1 });
  await tx.done;
  return seq;
}

/**
 * Moves a form by what happened to it; a refusal keeps its reasons with the form, sealed. Null where its clerk changed or discarded
 * it while the answer was on its way: the next round sees it as it is then.
 */
export async function moveItem(
  db: CounterDb,
  unlocked: Unlocked,
  item: OpenItem,
  event: ItemEvent,
  values: { trouble?: Trouble; submissionId?: number | null } = {},
): Promise<OpenItem | null> {
  const next: OpenItem = {
    ...item,
    state: stepItem(item.state, event),
    trouble: values.trouble ?? null,
    submissionId: values.submissionId ?? item.submissionId,
  };
  const sealed = await sealItem(unlocked, item.clientId, { form: next.form, trouble: next.trouble });
  const tx = db.transaction('items', 'readwrite', STRICT);
  const before = await tx.store.get(item.clientId);
  const isSame = before?.revision === item.revision;
  if (before && isSame)
    void tx.store.put({ ...before, sealed, state: next.state, submissionId: next.submissionId });
  await tx.done;
  return isSame ? next : null;
}

/** Takes a form and its photos off the device and leaves a receipt that says nothing about whose it was. */
export async function dropItem(
  db: CounterDb,
  item: Pick<StoredItem, 'clientId' | 'username' | 'seq' | 'photos'>,
  left: Pick<Receipt, 'outcome' | 'registrationNo'>,
  discard?: { keyedAt: string; sealedReason: Bytes },
): Promise<void> {
  const { clientId, username, seq } = item;
  const tx = db.transaction(['items', 'photos', 'receipts', 'discards'], 'readwrite', STRICT);
  void tx.objectStore('items').delete(clientId);
  for (const { id } of item.photos) void tx.objectStore('photos').delete(id);
  if (seq > 0)
    void tx.objectStore('receipts').put({ clientId, username, seq, ...left, at: new Date().toISOString() });
  if (discard) void tx.objectStore('discards').put({ clientId, username, seq, ...discard });
  await tx.done;
}

/** Lays a photo by, sealed, in the place of one of the same kind. */
export async function keepPhoto(
  db: CounterDb,
  unlocked: Unlocked,
  clientId: string,
  kind: PhotoMark['kind'],
  bytes: Bytes,
): Promise<void> {
  const id = crypto.randomUUID();
  const sha256 = await sha256Hex(bytes);
  const sealed = await seal(unlocked.dataKey, bytes, photoLabel(id, unlocked.person.staffId));
  await changePhotos(db, clientId, kind, { id, clientId, sealed, mark: { id, kind, sha256 } });
}

export const removePhoto = (db: CounterDb, clientId: string, kind: PhotoMark['kind']): Promise<void> =>
  changePhotos(db, clientId, kind, null);

async function changePhotos(
  db: CounterDb,
  clientId: string,
  kind: PhotoMark['kind'],
  next: { id: string; clientId: string; sealed: Bytes; mark: StoredItem['photos'][number] } | null,
): Promise<void> {
  const tx = db.transaction(['items', 'photos'], 'readwrite', STRICT);
  const item = await tx.objectStore('items').get(clientId);
  if (!item || item.state === 'received') {
    tx.abort();
    await tx.done.catch(() => undefined);
    throw new ItemGone(clientId);
  }
  for (const old of item.photos.filter((one) => one.kind === kind))
    void tx.objectStore('photos').delete(old.id);
  const photos = item.photos.filter((one) => one.kind !== kind);
  if (next) {
    photos.push(next.mark);
    void tx.objectStore('photos').put({ id: next.id, clientId, sealed: next.sealed });
  }
  void tx.objectStore('items').put({ ...item, photos, revision: item.revision + 1 });
  await tx.done;
}

export async function openPhoto(db: CounterDb, { dataKey, person }: Unlocked, id: string): Promise<Bytes> {
  const stored = await db.get('photos', id);
  if (!stored) throw new ItemGone(id);
  return unseal(dataKey, stored.sealed, photoLabel(id, person.staffId));
}
