import { z } from 'zod';
import { Sha256, SubmissionDocumentKind } from '../documents/document-schema.ts';
import { CreateSubmission, SUBMISSION_STATUSES } from '../submissions/submission-schema.ts';

/** What the counter desk and the server say to each other (domain.md sections 1 and 5). */
const id = z.number().int().positive();

/** RFC 7638 thumbprint of a key: the key's name. */
export const KeyName = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'not the name of a key');

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A public key on P-256, as WebCrypto exports it; its private part is refused. */
export const PublicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});
export type PublicKey = z.infer<typeof PublicKey>;

/** What a desk keeps of the ministry while it is online: enough to key forms for days without it. */
export const CounterDesk = z.object({
  serverTime: z.string(),
  /** Days after which what lies on a device has to go. */
  keepDays: z.number().int(),
  packageKey: PublicKey.extend({ kid: KeyName }),
  waves: z.array(
    z.object({
      id,
      name: z.string(),
      opensAt: z.string(),
      closesAt: z.string(),
      handoverDeadline: z.string().nullable(),
    }),
  ),
  regions: z.array(z.object({ code: z.string(), name: z.string() })),
  officeRegion: z.string().nullable(),
});
export type CounterDesk = z.infer<typeof CounterDesk>;

/** POST /api/counter/devices: the key this person signs packages with on this device. */
export const RegisterDevice = z.strictObject({ publicKey: PublicKey });
export const DeviceRecord = z.object({ device: KeyName, registeredAt: z.string() });

/** POST /api/counter/recover: what the device laid by, sealed for the ministry (a JWE). */
export const RecoverKey = z.strictObject({ sealed: z.string().min(1).max(2000) });

/** A photo by its bytes: the digest is of the file as it was taken. */
export const PhotoMark = z.strictObject({ kind: SubmissionDocumentKind, sha256: Sha256 });
export type PhotoMark = z.infer<typeof PhotoMark>;

export const ClientId = z.uuid();
const stamped = {
  clientId: ClientId,
  /** Place in the order of keying on this device. */
  seq: z.number().int().min(1).max(1_000_000_000),
  /** By the device's clock: told, never believed. */
  keyedAt: z.iso.datetime(),
};

/** POST /api/counter/items: one keyed form. The same `clientId` again changes nothing. */
export const ReceiveItem = z.strictObject({
  ...stamped,
  device: KeyName,
  deviceTime: z.iso.datetime(),
  form: CreateSubmission,
});
export type ReceiveItem = z.output<typeof ReceiveItem>;

export const ReceivePhoto = z.strictObject({ kind: SubmissionDocumentKind });
/** POST …/finish: what must have arrived before the registration is submitted. */
export const FinishItem = z.strictObject({ photos: z.array(PhotoMark).max(4) });
export type FinishItem = z.output<typeof FinishItem>;

/** POST /api/counter/discards: a form that was keyed and will never be sent, so that no number is missing unexplained. */
export const DiscardItem = z.strictObject({
  ...stamped,
  device: KeyName,
  reason: z.string().trim().min(5).max(200),
});
export type DiscardItem = z.output<typeof DiscardItem>;

/** What the server holds of an item: only this lets a device drop it. */
export const CounterItem = z.object({
  clientId: ClientId,
  seq: z.number().int(),
  outcome: z.enum(['received', 'discarded']),
  submissionId: id.nullable(),
  registrationNo: z.string().nullable(),
  status: z.enum(SUBMISSION_STATUSES).nullable(),
  photos: z.array(PhotoMark),
  receivedAt: z.string(),
  /** Seconds the device's clock was ahead of the server's. */
  clockOffSeconds: z.number().int(),
});
export type CounterItem = z.infer<typeof CounterItem>;

/** What a package says of itself, signed by the device and sealed for the ministry. */
export const PackageManifest = z.strictObject({
  packageId: z.uuid(),
  madeAt: z.iso.datetime(),
  /** AES-256 key of the parts. */
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  items: z
    .array(
      z.strictObject({
        ...stamped,
        /** Bytes of the sealed form. */
        size: z.number().int().positive(),
        photos: z.array(PhotoMark.extend({ size: z.number().int().positive() })).max(4),
      }),
    )
    .min(1)
    .max(500),
});
export type PackageManifest = z.infer<typeof PackageManifest>;

export const PACKAGE_OUTCOMES = ['received', 'already', 'draft', 'discarded', 'refused'] as const;
export type PackageOutcome = (typeof PACKAGE_OUTCOMES)[number];

/** What became of each form of a package; says nothing about whose form it is. */
export const PackageItemOutcome = z.object({
  clientId: ClientId,
  seq: z.number().int(),
  outcome: z.enum(PACKAGE_OUTCOMES),
  submissionId: id.nullable(),
  registrationNo: z.string().nullable(),
  /** Why it was refused, or stays a draft. */
  code: z.string().nullable(),
  /** The blockers or field errors behind the code. */
  reasons: z.array(z.string()),
});
export type PackageItemOutcome = z.infer<typeof PackageItemOutcome>;

export const ImportPackage = z.strictObject({});
export const PackageRecord = z.object({
  packageId: z.uuid(),
  madeAt: z.string(),
  madeById: id,
  importedAt: z.string(),
  /** True where it had been imported before: nothing was done this time. */
  repeated: z.boolean(),
  items: z.array(PackageItemOutcome),
});
export type PackageRecord = z.infer<typeof PackageRecord>;
