import canonicalize from 'canonicalize';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import type { DocumentService } from '../documents/document-service.ts';
import { conflict, notFound } from '../errors.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import type { SubmissionDocumentKind } from '../documents/document-schema.ts';
import type { CreateSubmission } from '../submissions/submission-schema.ts';
import type { SubmissionEntry } from '../submissions/submission-entry.ts';
import { clockOff, missingPhotos } from './counter-rules.ts';
import type { CounterItem, DiscardItem, PhotoMark, ReceiveItem } from './counter-schema.ts';
import {
  describeItem,
  findDevice,
  findItem,
  holdDevice,
  insertItem,
  submissionOf,
  type DeviceRow,
  type ItemRow,
} from './counter-store.ts';

export type RunAct = <T>(work: (act: Act) => Promise<T>) => Promise<T>;

/** A keyed form on its way in, from whichever road it comes. */
export interface Arrival {
  clientId: string;
  seq: number;
  keyedAt: string;
  form: CreateSubmission;
  device: DeviceRow;
  /** Whose form it is: the person who keyed it, and their office. */
  keyer: Pick<Actor, 'id' | 'officeId'>;
  clockOffSeconds: number;
  packageUid: string | null;
}

export interface CounterItemDependencies {
  database: Database;
  digest: KeyedDigest;
  entry: SubmissionEntry;
  documents: DocumentService;
}

const changed = () =>
  conflict(
    'ITEM_CHANGED',
    'Another form was received under this number before. Compare it in the console and correct it there.',
  );

/** Two sendings met: the later did nothing, and says so. */
function noteRepeat(act: Act, row: ItemRow): void {
  act.record({
    action: 'counter.item-repeated',
    subject: 'submission',
    subjectId: row.submission_id,
    details: { clientId: row.client_id },
  });
}

export function createCounterItems({ database, digest, entry, documents }: CounterItemDependencies) {
  const digestOf = (form: CreateSubmission) => digest(`counter-form:v1:${canonicalize(form)}`);

  /** Throws 404 outside the office, 409 where another form came under the id. */
  function assertSame(row: ItemRow, actor: Actor, formDigest: string | null): void {
    if (row.office_id !== actor.officeId) throw notFound('form');
    if (formDigest !== null && row.form_digest !== null && row.form_digest !== formDigest) throw changed();
  }

  async function find(actor: Actor, clientId: string): Promise<ItemRow & { submission_id: number }> {
    const row = await findItem(database.read, clientId);
    if (!row || row.submission_id === null || row.office_id !== actor.officeId) throw notFound('form');
    return { ...row, submission_id: row.submission_id };
  }

  async function ownDevice(actor: Actor, kid: string): Promise<DeviceRow> {
    const device = await findDevice(database.read, kid);
    if (!device || device.staff_id !== actor.id)
      throw conflict('UNKNOWN_DEVICE', 'This device is not known for you. Log in again on it.');
    return device;
  }

  async function enter(act: Act, arrival: Arrival, formDigest: string): Promise<ItemRow> {
    const { clientId, seq, keyedAt, form, device, keyer, clockOffSeconds, packageUid } = arrival;
    await holdDevice(act.trx, device.id);
    const before = await findItem(act.trx, clientId);
    if (before) {
      assertSame(before, act.actor, formDigest);
      noteRepeat(act, before);
      return before;
    }
    const told = { clientId, device: device.kid, seq, keyedAt, clockOffSeconds, packageUid };
    const record: Act['record'] = (entryOf) =>
      act.record({ ...entryOf, details: { ...entryOf.details, counter: told } });
    const { id } = await entry.create({ ...act, record }, form, keyer);
    return insertItem(act.trx, {
      ...{ client_id: clientId, device_id: device.id, seq, office_id: keyer.officeId },
      ...{ keyed_by_id: keyer.id, received_by_id: act.actor.id, submission_id: id, form_digest: formDigest },
      ...{ discard_reason: null, keyed_at: keyedAt, clock_off_seconds: clockOffSeconds },
      ...{ package_uid: packageUid, received_at: act.now },
    });
  }

  /** Takes a form in once: the same id again gives what is there. Throws what keying it in the console would. */
  async function receive(
    actor: Actor,
    arrival: Arrival,
    act: RunAct,
  ): Promise<{ item: CounterItem; repeated: boolean }> {
    const formDigest = digestOf(arrival.form);
    const before = await findItem(database.read, arrival.clientId);
    if (before) assertSame(before, actor, formDigest);
    const row = before ?? (await act((one) => enter(one, arrival, formDigest)));
    return { item: await describeItem(database.read, row), repeated: before !== null };
  }

  /** Puts a photo with its registration; the same one again is the one that is there. */
  async function attach(
    actor: Actor,
    clientId: string,
    photo: { kind: SubmissionDocumentKind; bytes: () => Promise<Buffer> },
    act: RunAct,
  ): Promise<CounterItem> {
    const row = await find(actor, clientId);
    await documents.attach(actor, { ...photo, submissionId: row.submission_id }, act);
    return describeItem(database.read, row);
  }

  /** Submits once every photo has arrived; submitted already, it says so. Throws 409 with what stands in the way. */
  async function finish(
    actor: Actor,
    clientId: string,
    photos: readonly PhotoMark[],
    act: RunAct,
  ): Promise<CounterItem> {
    const row = await find(actor, clientId);
    const item = await describeItem(database.read, row);
    const missing = missingPhotos(photos, item.photos);
    if (missing.length > 0)
      throw conflict('PHOTOS_MISSING', 'Some photos have not arrived yet. Send them first.', { missing });
    if (item.status !== 'draft') return item;
    await act(async (one) => {
      await holdDevice(one.trx, row.device_id);
      const { status, version } = await submissionOf(one.trx, row.submission_id);
      if (status === 'draft') await entry.submit(one, row.submission_id, version);
      else noteRepeat(one, row);
    });
    return describeItem(database.read, row);
  }

  return {
    ownDevice,
    receive,
    attach,
    finish,

    /** A form as it comes from its own device. */
    async receiveFromDevice(actor: Actor, input: ReceiveItem, now: string, act: RunAct) {
      const { device: kid, deviceTime, ...rest } = input;
      const device = await ownDevice(actor, kid);
      const clockOffSeconds = clockOff(deviceTime, now);
      return receive(actor, { ...rest, device, keyer: actor, clockOffSeconds, packageUid: null }, act);
    },

    /** A form that will never be sent. Where it had arrived after all, that stands. */
    async discard(actor: Actor, input: DiscardItem, act: RunAct): Promise<CounterItem> {
      const device = await ownDevice(actor, input.device);
      const known = await findItem(database.read, input.clientId);
      if (known) {
        assertSame(known, actor, null);
        return describeItem(database.read, known);
      }
      const row = await act(async ({ trx, now, record }) => {
        await holdDevice(trx, device.id);
        const before = await findItem(trx, input.clientId);
        const { clientId, seq, keyedAt, reason } = input;
        const details = { clientId, device: device.kid, seq, keyedAt, reason, arrived: before !== null };
        record({ subject: 'counter-item', subjectId: clientId, details });
        if (before) return before;
        return insertItem(trx, {
          ...{ client_id: clientId, device_id: device.id, seq, office_id: actor.officeId },
          ...{ keyed_by_id: actor.id, received_by_id: actor.id, submission_id: null, form_digest: null },
          ...{ discard_reason: reason, keyed_at: keyedAt, clock_off_seconds: 0 },
          ...{ package_uid: null, received_at: now },
        });
      });
      return describeItem(database.read, row);
    },
  };
}
export type CounterItems = ReturnType<typeof createCounterItems>;
