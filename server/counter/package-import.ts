import { createHash } from 'node:crypto';
import type { Actor } from '../audit/audit-service.ts';
import { findStaff } from '../auth/auth-store.ts';
import type { Database } from '../database.ts';
import { AppError, forbidden } from '../errors.ts';
import { toAppError } from '../http/error-handler.ts';
import type { PackageKeys } from '../privacy/package-keys.ts';
import { CreateSubmission } from '../submissions/submission-schema.ts';
import type { CounterItems, RunAct } from './counter-items.ts';
import type { CounterItem, PackageItemOutcome, PackageManifest, PackageRecord } from './counter-schema.ts';
import { findPackage, insertPackage, type PackageRow } from './counter-store.ts';
import { openPackage, type OpenPackage } from './package-file.ts';
import { partPlaces, type ItemParts } from './package-rules.ts';

export interface PackageImportDependencies {
  database: Database;
  keys: PackageKeys;
  items: CounterItems;
}

/** An act of its own for each step, named after what it does. */
export type NamedAct = (action: string) => RunAct;

type Entry = PackageManifest['items'][number];
interface Bringing {
  actor: Actor;
  keyer: Pick<Actor, 'id' | 'officeId'>;
  source: OpenPackage;
  named: NamedAct;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reasonsOf = ({ details, errors }: AppError): string[] => {
  const blockers = (details?.['blockers'] ?? []) as { code: string }[];
  return [...blockers.map(({ code }) => code), ...Object.keys(errors ?? {})];
};

/** A refusal becomes a line of the receipt; what may be better next time stops the import, which can be repeated. */
function refusal(error: unknown): { code: string; reasons: string[] } {
  const known = toAppError(error);
  if (!known || known.status >= 500 || known.status === 429) throw error;
  return { code: known.code, reasons: reasonsOf(known) };
}

const outcome = (
  { clientId, seq }: Entry,
  kind: PackageItemOutcome['outcome'],
  item: CounterItem | null,
  why: { code: string; reasons: string[] } | null = null,
): PackageItemOutcome => ({
  ...{ clientId, seq, outcome: kind },
  submissionId: item?.submissionId ?? null,
  registrationNo: item?.registrationNo ?? null,
  code: why?.code ?? null,
  reasons: why?.reasons ?? [],
});

export function createPackageImport({ database, keys, items }: PackageImportDependencies) {
  /** Every part once before anything is taken: an altered package leaves nothing behind. */
  async function proveParts(source: OpenPackage): Promise<void> {
    for (const { form, photos } of partPlaces(source.manifest).items)
      for (const place of [form, ...photos]) await source.part(place);
  }

  async function photosOf({ actor, source, named }: Bringing, entry: Entry, parts: ItemParts) {
    for (const [at, { kind, sha256 }] of entry.photos.entries()) {
      const bytes = await source.part(parts.photos[at] as ItemParts['form']);
      // The manifest is signed: a digest that differs is a device that miscounted, and the photo would never be confirmed.
      if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new AppError(422, 'PHOTO_DIFFERS', 'A photo is not the one the package names.');
      const bytesOf = () => Promise.resolve(bytes);
      await items.attach(actor, entry.clientId, { kind, bytes: bytesOf }, named('document.attached'));
    }
  }

  async function received({ actor, keyer, source, named }: Bringing, entry: Entry, parts: ItemParts) {
    const text = (await source.part(parts.form)).toString('utf8');
    const { clientId, seq, keyedAt } = entry;
    const arrival = {
      ...{ clientId, seq, keyedAt, keyer },
      form: CreateSubmission.parse(jsonOf(text)),
      device: source.device,
      // A package says nothing of the time it is opened at.
      clockOffSeconds: 0,
      packageUid: source.manifest.packageId,
    };
    return items.receive(actor, arrival, named('submission.created'));
  }

  async function bring(bringing: Bringing, entry: Entry, parts: ItemParts): Promise<PackageItemOutcome> {
    let arrived: { item: CounterItem; repeated: boolean };
    try {
      arrived = await received(bringing, entry, parts);
    } catch (error) {
      return outcome(entry, 'refused', null, refusal(error));
    }
    const { item, repeated } = arrived;
    if (item.outcome === 'discarded') return outcome(entry, 'discarded', null);
    const wasThere = repeated && item.status !== 'draft';
    try {
      await photosOf(bringing, entry, parts);
      const marks = entry.photos.map(({ kind, sha256 }) => ({ kind, sha256 }));
      const submit = bringing.named('submission.submitted');
      const done = await items.finish(bringing.actor, entry.clientId, marks, submit);
      return outcome(entry, wasThere ? 'already' : 'received', done);
    } catch (error) {
      const why = refusal(error);
      // Beyond the draft nothing is missing but a photo that came too late.
      return outcome(entry, wasThere ? 'already' : 'draft', item, why);
    }
  }

  const recordOf = (row: PackageRow, madeById: number, repeated: boolean): PackageRecord => ({
    packageId: row.package_uid,
    madeAt: row.made_at,
    madeById,
    importedAt: row.imported_at,
    repeated,
    items: JSON.parse(row.outcomes) as PackageItemOutcome[],
  });

  async function keep(
    source: OpenPackage,
    outcomes: PackageItemOutcome[],
    officeId: number,
    act: RunAct,
  ): Promise<PackageRecord> {
    const { manifest, device, fileSha256 } = source;
    const isFirst = await act(async ({ trx, actor, now, record }) => {
      const count = (kind: string) => outcomes.filter((one) => one.outcome === kind).length;
      record({
        subject: 'counter-package',
        subjectId: manifest.packageId,
        details: {
          ...{ device: device.kid, fileSha256, items: outcomes.length, received: count('received') },
          ...{ already: count('already'), draft: count('draft'), refused: count('refused') },
        },
      });
      return insertPackage(trx, {
        ...{ package_uid: manifest.packageId, device_id: device.id, office_id: officeId },
        ...{ file_sha256: fileSha256, made_at: manifest.madeAt, item_count: outcomes.length },
        ...{ outcomes: JSON.stringify(outcomes), imported_by_id: actor.id, imported_at: now },
      });
    });
    const row = await findPackage(database.read, manifest.packageId);
    return recordOf(row as PackageRow, device.staff_id, !isFirst);
  }

  async function importOpened(
    actor: Actor,
    source: OpenPackage,
    named: NamedAct,
    act: RunAct,
  ): Promise<PackageRecord> {
    const { manifest, device } = source;
    const keyer = await findStaff(database.read, device.staff_id);
    if (keyer?.office_id !== actor.officeId)
      throw forbidden('PACKAGE_OTHER_OFFICE', 'This package was made by another office: it imports its own.');
    const before = await findPackage(database.read, manifest.packageId);
    if (before) return recordOf(before, device.staff_id, true);
    await proveParts(source);
    const bringing = { actor, source, named, keyer: { id: keyer.id, officeId: keyer.office_id } };
    const outcomes: PackageItemOutcome[] = [];
    for (const [at, { form, photos }] of partPlaces(manifest).items.entries())
      outcomes.push(await bring(bringing, manifest.items[at] as Entry, { form, photos }));
    return keep(source, outcomes, keyer.office_id, act);
  }

  return {
    /**
     * Takes every form of a package in, each once; the same package again changes nothing. Each form is an act of its own, so an
     * import that was cut off is taken up by doing it again. Throws as `openPackage`, and 403 for a package of another office.
     */
    async importFile(actor: Actor, path: string, named: NamedAct, act: RunAct): Promise<PackageRecord> {
      const source = await openPackage(database.read, keys, path);
      try {
        return await importOpened(actor, source, named, act);
      } finally {
        await source.close();
      }
    },
  };
}
export type PackageImport = ReturnType<typeof createPackageImport>;
