import type { Connection } from '../database.ts';
import { documentsOfSubmission } from '../documents/document-store.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import type { CounterItem, PhotoMark } from './counter-schema.ts';

export interface DeviceRow {
  id: number;
  kid: string;
  staff_id: number;
  public_key: string;
  registered_at: string;
}

export interface ItemRow {
  id: number;
  client_id: string;
  device_id: number;
  seq: number;
  office_id: number;
  keyed_by_id: number;
  received_by_id: number;
  submission_id: number | null;
  form_digest: string | null;
  discard_reason: string | null;
  keyed_at: string;
  clock_off_seconds: number;
  package_uid: string | null;
  received_at: string;
}

export interface PackageRow {
  id: number;
  package_uid: string;
  device_id: number;
  office_id: number;
  file_sha256: string;
  made_at: string;
  item_count: number;
  outcomes: string;
  imported_by_id: number;
  imported_at: string;
}

export async function findDevice(connection: Connection, kid: string): Promise<DeviceRow | null> {
  return ((await connection('counter_devices').where({ kid }).first()) as DeviceRow | undefined) ?? null;
}

/** One at a time for each device: two sendings of one form meet here, and the later sees what the earlier did. */
export async function holdDevice(connection: Connection, id: number): Promise<void> {
  await connection('counter_devices').where({ id }).forUpdate().first('id');
}

export async function insertDevice(connection: Connection, values: Omit<DeviceRow, 'id'>): Promise<void> {
  await connection('counter_devices').insert(values).onConflict('kid').ignore();
}

export async function findItem(connection: Connection, clientId: string): Promise<ItemRow | null> {
  const row = (await connection('counter_items').where({ client_id: clientId }).first()) as
    ItemRow | undefined;
  return row ?? null;
}

export async function insertItem(connection: Connection, values: Omit<ItemRow, 'id'>): Promise<ItemRow> {
  const [row] = (await connection('counter_items').insert(values).returning('*')) as ItemRow[];
  return row as ItemRow;
}

export async function findPackage(connection: Connection, uid: string): Promise<PackageRow | null> {
  const row = (await connection('counter_packages').where({ package_uid: uid }).first()) as
    PackageRow | undefined;
  return row ?? null;
}

/** False where the same package was entered at the same moment. */
export async function insertPackage(
  connection: Connection,
  values: Omit<PackageRow, 'id'>,
): Promise<boolean> {
  const rows = (await connection('counter_packages')
    .insert(values)
    .onConflict('package_uid')
    .ignore()
    .returning('id')) as { id: number }[];
  return rows.length > 0;
}

/** Where the registration of an item stands now. */
export async function submissionOf(
  connection: Connection,
  id: number,
): Promise<{ registration_no: string; status: SubmissionStatus; version: number }> {
  return (await connection('submissions').where({ id }).first('registration_no', 'status', 'version')) as {
    registration_no: string;
    status: SubmissionStatus;
    version: number;
  };
}

/** What the server holds of an item, with the photos that lie in the vault. */
export async function describeItem(connection: Connection, row: ItemRow): Promise<CounterItem> {
  const common = {
    clientId: row.client_id,
    seq: row.seq,
    receivedAt: row.received_at,
    clockOffSeconds: row.clock_off_seconds,
  };
  if (row.submission_id === null) {
    const nothing = { submissionId: null, registrationNo: null, status: null, photos: [] };
    return { ...common, outcome: 'discarded', ...nothing };
  }
  const photos = await documentsOfSubmission(connection, row.submission_id);
  const { registration_no, status } = await submissionOf(connection, row.submission_id);
  return {
    ...common,
    outcome: 'received',
    submissionId: row.submission_id,
    registrationNo: registration_no,
    status,
    photos: photos.map(({ kind, sha256 }) => ({ kind: kind as PhotoMark['kind'], sha256 })),
  };
}
