import { createBody } from '../submissions/form/form-body.ts';
import type { CounterDb, StoredDesk } from './counter-db.ts';
import type { Unlocked } from './device-lock.ts';
import { openPhoto, ownItems } from './item-store.ts';
import { writePackage } from './package-writer.ts';

export interface MadePackage {
  packageId: string;
  fileName: string;
  blob: Blob;
  clientIds: string[];
}

const SHORT_ID = 8;

/** Packs what waits for the server, in the order of keying; null where nothing does or the ministry's key was never fetched. */
export async function packItems(
  db: CounterDb,
  unlocked: Unlocked,
  desk: StoredDesk | null,
): Promise<MadePackage | null> {
  const waiting = (await ownItems(db, unlocked)).filter(
    ({ state }) => state === 'queued' || state === 'received',
  );
  if (!desk || waiting.length === 0) return null;
  const packageId = crypto.randomUUID();
  const blob = await writePackage({
    ...{ packageId, madeAt: new Date().toISOString() },
    items: waiting.map(({ clientId, seq, keyedAt, form, photos }) => ({
      ...{ clientId, seq, keyedAt },
      form: createBody(form),
      photos: photos.map(({ id, kind, sha256 }) => ({
        ...{ kind, sha256 },
        bytes: () => openPhoto(db, unlocked, id),
      })),
    })),
    ministryKey: desk.packageKey,
    device: unlocked.person.device,
    signingKey: unlocked.signingKey,
  });
  const fileName = `loket-${packageId.slice(0, SHORT_ID)}.loket`;
  return { packageId, fileName, blob, clientIds: waiting.map(({ clientId }) => clientId) };
}
