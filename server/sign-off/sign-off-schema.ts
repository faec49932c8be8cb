import { z } from 'zod';

const id = z.number().int().positive();
const version = z.number().int().positive();
const password = z.string().min(1).max(200);
const person = z.object({ id: z.number().int(), fullName: z.string() });
const nobody = person.nullable();
const instant = z.string().nullable();

const MOST_STAGES = 6;
const MOST_SIGNERS = 20;

/** POST /api/waves/:id/sign-off-plans: the stages in their order; none means that ratifying alone is asked. */
export const OrderPlan = z.strictObject({
  stages: z
    .array(
      z.strictObject({
        name: z.string().trim().min(3).max(80),
        needed: z.number().int().min(1).max(MOST_SIGNERS),
        signerIds: z.array(id).min(1).max(MOST_SIGNERS),
      }),
    )
    .max(MOST_STAGES),
});
export type OrderPlan = z.output<typeof OrderPlan>;

/** A consent is a signature: it asks for the password again. */
export const Consent = z.strictObject({ version, password });
export const End = z.strictObject({ version });

export const SignatureRecord = z.object({
  signerId: z.number().int(),
  signerName: z.string(),
  principalId: z.number().int(),
  principalName: z.string(),
  signedAt: z.string(),
  note: z.string().nullable(),
});
export const StageRecord = z.object({
  id: z.number().int(),
  position: z.number().int(),
  name: z.string(),
  needed: z.number().int(),
  signers: z.array(person),
  signatures: z.array(SignatureRecord),
});
export type StageRecord = z.infer<typeof StageRecord>;

const PLAN_STATES = ['proposed', 'in_force', 'replaced', 'ended'] as const;
export const PlanRecord = z.object({
  id: z.number().int(),
  waveId: z.number().int(),
  state: z.enum(PLAN_STATES),
  stages: z.array(StageRecord.omit({ signatures: true })),
  orderedBy: person,
  orderedAt: z.string(),
  consentedBy: nobody,
  consentedAt: instant,
  endedAt: instant,
  version: z.number().int(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

/** POST /api/delegations: whole WIB days, the last included. */
export const OrderDelegation = z
  .strictObject({
    fromId: id,
    toId: id,
    firstDay: z.iso.date(),
    lastDay: z.iso.date(),
    reason: z.string().trim().min(5).max(300),
  })
  .refine((body) => body.fromId !== body.toId, { path: ['toId'], message: 'another person' })
  .refine((body) => body.lastDay >= body.firstDay, { path: ['lastDay'], message: 'not before the first' });
export type OrderDelegation = z.output<typeof OrderDelegation>;

export const DELEGATION_STATES = ['proposed', 'coming', 'in_force', 'past', 'ended'] as const;
export const DelegationRecord = z.object({
  id: z.number().int(),
  from: person,
  to: person,
  startsAt: z.string(),
  endsAt: z.string(),
  state: z.enum(DELEGATION_STATES),
  reason: z.string(),
  orderedBy: person,
  orderedAt: z.string(),
  consentedBy: nobody,
  consentedAt: instant,
  endedAt: instant,
  version: z.number().int(),
});
export type DelegationRecord = z.infer<typeof DelegationRecord>;

/** POST /api/batches/:id/sign */
export const SignBatch = z.strictObject({
  version,
  password,
  note: z
    .string()
    .trim()
    .max(300)
    .nullish()
    .transform((text) => (text ? text : null)),
});
export type SignBatch = z.output<typeof SignBatch>;

/** The stages of a batch as they stand, and what keeps the reader from signing. */
export const BatchSignOff = z.object({
  digest: z.string().nullable(),
  stages: z.array(StageRecord),
});
export type BatchSignOff = z.infer<typeof BatchSignOff>;
