import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { conflict, invalid } from '../errors.ts';
import { pointThumbprint, type PackageKeys } from '../privacy/package-keys.ts';
import { findOffice, rowToWave, type RegionRow, type WaveRow } from '../reference/reference-store.ts';
import type { CounterDesk, PublicKey } from './counter-schema.ts';
import { findDevice, insertDevice } from './counter-store.ts';

/** What a device has laid by for the day its person's password is another one. */
const SpareKey = z.strictObject({ staffId: z.number().int(), key: z.string().max(100) });

/** What a desk needs before it can be without the server: reference data, the ministry's key, its own registration. */
export function createCounterDesk({
  database,
  keys,
  keepDays,
}: {
  database: Database;
  keys: PackageKeys;
  keepDays: number;
}) {
  return {
    async desk(actor: Actor, now: string): Promise<CounterDesk> {
      // Reference data of the country: waves that still take something, and every regency.
      const waves = (await database
        .read('waves')
        .where((open) => void open.where('closes_at', '>=', now).orWhere('handover_deadline', '>=', now))
        .orderBy('id', 'desc')) as WaveRow[];
      const regions = (await database
        .read('regions')
        .where({ kind: 'regency' })
        .orderBy('code')) as RegionRow[];
      const office = await findOffice(database.read, actor.officeId);
      return {
        serverTime: now,
        keepDays,
        packageKey: keys.current,
        waves: waves.map(rowToWave).map(({ id, name, opensAt, closesAt, handoverDeadline }) => ({
          ...{ id, name, opensAt, closesAt },
          handoverDeadline,
        })),
        regions: regions.map(({ code, name }) => ({ code, name })),
        officeRegion: office?.regionCode ?? null,
      };
    },

    /** Makes a device known as this person's; again changes nothing. Throws 409 where the key is somebody else's. */
    async register(act: Act, publicKey: PublicKey): Promise<{ device: string; registeredAt: string }> {
      const kid = pointThumbprint(publicKey);
      await insertDevice(act.trx, {
        ...{ kid, staff_id: act.actor.id, registered_at: act.now },
        public_key: JSON.stringify(publicKey),
      });
      const row = await findDevice(act.trx, kid);
      if (row?.staff_id !== act.actor.id)
        throw conflict('DEVICE_OF_OTHER', 'This key belongs to somebody else.');
      act.record({ subject: 'staff', subjectId: act.actor.id, details: { device: kid } });
      return { device: kid, registeredAt: row.registered_at };
    },

    /**
     * Opens the spare key of a device for the person it belongs to: after a change of password elsewhere what lies on the
     * device would else be lost. Throws 422 for a key of another ministry or person.
     */
    async recover(act: Act, sealed: string): Promise<{ key: string }> {
      const spare = await openSpare(keys, sealed);
      if (spare?.staffId !== act.actor.id)
        throw invalid('SPARE_KEY_UNREADABLE', 'This spare key is not yours, or not for this ministry.');
      act.record({ subject: 'staff', subjectId: act.actor.id });
      return { key: spare.key };
    },
  };
}
export type CounterDeskService = ReturnType<typeof createCounterDesk>;

async function openSpare(keys: PackageKeys, sealed: string): Promise<z.infer<typeof SpareKey> | null> {
  const text = await openForMinistry(keys, sealed);
  const parsed = SpareKey.safeParse(text === null ? null : jsonOf(text));
  return parsed.success ? parsed.data : null;
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The name of the key a JWE was sealed for; null where it is none. */
export function sealedFor(jwe: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(jwe);
    return typeof kid === 'string' ? kid : null;
  } catch {
    return null;
  }
}

/** What was sealed for this ministry, as text; null where it was altered, or sealed for somebody else. */
export async function openForMinistry(keys: PackageKeys, jwe: string): Promise<string | null> {
  const key = keys.privateKey(sealedFor(jwe) ?? '');
  if (!key) return null;
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    return null;
  }
}
