import { randomUUID } from 'node:crypto';
import { createSigningPair, sha256Hex, signingKey, type Bytes } from '../../client/counter/device-crypto.ts';
import { writePackage, type PackageItem } from '../../client/counter/package-writer.ts';
import type { CounterDesk, CounterItem, PackageRecord } from '../../server/counter/counter-schema.ts';
import type { ApiClient, Answer } from './api-client.ts';

export type Refused = { code: string; details?: Record<string, unknown>; errors?: Record<string, string> };
export interface KeyedForm {
  clientId: string;
  seq: number;
  keyedAt: string;
  form: Record<string, unknown>;
  photos: { kind: 'ktp_photo' | 'form_scan'; sha256: string; bytes: Buffer }[];
}

/** A device as the page keeps one, without the page: registered, with its key, its numbers and its packages. */
export async function openDevice(client: ApiClient) {
  const pair = await createSigningPair();
  const key = await signingKey(pair.privateKey);
  const registered = await client.post<{ device: string }>('/api/counter/devices', {
    publicKey: pair.publicKey,
  });
  if (registered.status !== 200) throw new Error(`not registered: ${JSON.stringify(registered.body)}`);
  const { device } = registered.body;
  const { body: desk } = await client.get<CounterDesk>('/api/counter/desk');
  let seq = 0;

  async function keyed(
    form: Record<string, unknown>,
    photos: Partial<Record<'ktp_photo' | 'form_scan', Buffer>> = {},
  ): Promise<KeyedForm> {
    seq += 1;
    const marks = Object.entries(photos).map(async ([kind, bytes]) => ({
      kind: kind as 'ktp_photo',
      sha256: await sha256Hex(new Uint8Array(bytes)),
      bytes,
    }));
    const keyedAt = new Date().toISOString();
    return { clientId: randomUUID(), seq, keyedAt, form, photos: await Promise.all(marks) };
  }

  return {
    device,
    desk,
    publicKey: pair.publicKey,
    keyed,
    hand: (one: KeyedForm, values: Record<string, unknown> = {}): Promise<Answer<CounterItem & Refused>> =>
      client.post('/api/counter/items', {
        ...{ clientId: one.clientId, seq: one.seq, keyedAt: one.keyedAt, form: one.form },
        ...{ device, deviceTime: new Date().toISOString(), ...values },
      }),
    photo: (one: KeyedForm, at: number): Promise<Answer<CounterItem & Refused>> =>
      client.upload(
        `/api/counter/items/${one.clientId}/photos`,
        { bytes: one.photos[at]?.bytes as Buffer, name: 'foto.jpg' },
        { kind: one.photos[at]?.kind as string },
      ),
    finish: (one: KeyedForm): Promise<Answer<CounterItem & Refused>> =>
      client.post(`/api/counter/items/${one.clientId}/finish`, {
        photos: one.photos.map(({ kind, sha256 }) => ({ kind, sha256 })),
      }),
    /** The package of these forms, sealed for the ministry of `ministryKey`. */
    async packed(
      forms: readonly KeyedForm[],
      values: { packageId?: string; ministryKey?: CounterDesk['packageKey'] } = {},
    ): Promise<Buffer> {
      const items = forms.map((one): PackageItem => ({
        ...one,
        photos: one.photos.map(({ kind, sha256, bytes }) => ({
          ...{ kind, sha256 },
          bytes: () => Promise.resolve(new Uint8Array(bytes) as Bytes),
        })),
      }));
      const blob = await writePackage({
        packageId: values.packageId ?? randomUUID(),
        madeAt: new Date().toISOString(),
        items,
        ministryKey: values.ministryKey ?? desk.packageKey,
        device,
        signingKey: key,
      });
      return Buffer.from(await blob.arrayBuffer());
    },
  };
}
export type Device = Awaited<ReturnType<typeof openDevice>>;

export const bringPackage = (
  client: ApiClient,
  bytes: Uint8Array,
): Promise<Answer<PackageRecord & Refused>> =>
  client.upload('/api/counter/packages', { bytes, name: 'paket.loket' });
