import { z } from 'zod';
import { DUPLICATE_REASONS } from '../screening/screening-schema.ts';
import { SUBMISSION_STATUSES } from './submission-schema.ts';

const id = z.number().int();

export const PAIR_STATUSES = ['open', 'not_duplicate', 'same_person'] as const;
export type PairStatus = (typeof PAIR_STATUSES)[number];

/** Two registrations under different NIKs that may be one person, seen from one of them. */
export const PairView = z.object({
  id,
  otherId: id,
  /** The other's particulars are null where the reader may not know of that registration. */
  otherRegistrationNo: z.string().nullable(),
  otherName: z.string().nullable(),
  otherBirthDate: z.string().nullable(),
  otherStatus: z.enum(SUBMISSION_STATUSES).nullable(),
  otherWaveId: id.nullable(),
  otherOfficeId: id.nullable(),
  /** 1–100: how likely the shared traits mean one person. */
  score: z.number().int(),
  reasons: z.array(z.enum(DUPLICATE_REASONS)),
  status: z.enum(PAIR_STATUSES),
  decidedById: id.nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  version: z.number().int(),
});
export type PairView = z.infer<typeof PairView>;

const side = z.object({
  id,
  registrationNo: z.string().nullable(),
  fullName: z.string().nullable(),
  status: z.enum(SUBMISSION_STATUSES).nullable(),
  waveId: id.nullable(),
});

/** A pair as the list of pairs gives it. */
export const DuplicateRecord = z.object({
  id,
  firstId: id,
  secondId: id,
  first: side,
  second: side,
  score: z.number().int(),
  reasons: z.array(z.enum(DUPLICATE_REASONS)),
  status: z.enum(PAIR_STATUSES),
  decidedById: id.nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  foundAt: z.string(),
  version: z.number().int(),
});
export type DuplicateRecord = z.infer<typeof DuplicateRecord>;

/** POST /api/duplicates/:id/decide. */
export const DecideDuplicate = z.strictObject({
  version: z.number().int().positive(),
  verdict: z.enum(['not_duplicate', 'same_person']),
  note: z
    .string()
    .trim()
    .max(500)
    .nullish()
    .transform((text) => (text ? text : null)),
});
export type DecideDuplicate = z.infer<typeof DecideDuplicate>;
