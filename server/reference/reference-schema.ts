import { z } from 'zod';

export const OFFICE_KINDS = ['ministry', 'dinas', 'pmo'] as const;
export const REGION_KINDS = ['province', 'regency', 'district'] as const;
/** What a wave may ask for before a registration can be verified. */
export const REQUIRABLE_DOCUMENTS = ['ktp_photo', 'form_scan'] as const;

const instant = z.iso.datetime();
const documents = z.array(z.enum(REQUIRABLE_DOCUMENTS));

/** Documents a wave asks for, by channel (domain.md section 5): online a KTP photo, offline none. */
export const RequiredDocuments = z.strictObject({
  online: documents.default(['ktp_photo']),
  offline: documents.default([]),
});
export type RequiredDocuments = z.infer<typeof RequiredDocuments>;

export const WaveRecord = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  ruleSetId: z.number().int(),
  opensAt: z.string(),
  closesAt: z.string(),
  handoverDeadline: z.string().nullable(),
  quota: z.number().int(),
  leaseMinutes: z.number().int(),
  checkMaxAgeDays: z.number().int(),
  listMaxAgeDays: z.number().int(),
  /** Days the PMO has to answer a delivery, from its arrival. */
  answerDays: z.number().int(),
  requiredDocuments: z.object({ online: documents, offline: documents }),
  version: z.number().int(),
});
export type WaveRecord = z.infer<typeof WaveRecord>;

const waveFields = {
  code: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(160),
  ruleSetId: z.number().int().positive(),
  opensAt: instant,
  closesAt: instant,
  quota: z.number().int().min(0).max(10_000_000),
};
export const CreateWave = z
  .strictObject({
    ...waveFields,
    handoverDeadline: instant.nullish(),
    leaseMinutes: z.number().int().min(1).max(1440).default(30),
    checkMaxAgeDays: z.number().int().min(0).max(3650).default(30),
    listMaxAgeDays: z.number().int().min(0).max(3650).default(30),
    answerDays: z.number().int().min(1).max(365).default(14),
    requiredDocuments: RequiredDocuments.default({ online: ['ktp_photo'], offline: [] }),
  })
  .refine((wave) => wave.opensAt < wave.closesAt, {
    path: ['closesAt'],
    message: 'must be after the opening',
  });
export const EditWave = z.strictObject({
  version: z.number().int().positive(),
  name: waveFields.name.optional(),
  ruleSetId: waveFields.ruleSetId.optional(),
  opensAt: instant.optional(),
  closesAt: instant.optional(),
  quota: waveFields.quota.optional(),
  handoverDeadline: instant.nullable().optional(),
  leaseMinutes: z.number().int().min(1).max(1440).optional(),
  checkMaxAgeDays: z.number().int().min(0).max(3650).optional(),
  listMaxAgeDays: z.number().int().min(0).max(3650).optional(),
  answerDays: z.number().int().min(1).max(365).optional(),
  requiredDocuments: z.strictObject({ online: documents, offline: documents }).optional(),
});

export const OfficeRecord = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(OFFICE_KINDS),
  regionCode: z.string().nullable(),
  version: z.number().int(),
});
export type OfficeRecord = z.infer<typeof OfficeRecord>;
export const CreateOffice = z.strictObject({
  code: z.string().trim().min(1).max(30),
  name: z.string().trim().min(1).max(160),
  kind: z.enum(OFFICE_KINDS),
  regionCode: z.string().max(8).nullish(),
});
export const EditOffice = z.strictObject({
  version: z.number().int().positive(),
  name: z.string().trim().min(1).max(160).optional(),
  regionCode: z.string().max(8).nullable().optional(),
});

export const RuleSetRecord = z.object({
  id: z.number().int(),
  code: z.string(),
  rulesVersion: z.number().int(),
  citation: z.string(),
  effectiveFrom: z.string(),
  rules: z.record(z.string(), z.unknown()),
  version: z.number().int(),
});
export type RuleSetRecord = z.infer<typeof RuleSetRecord>;

export const RegionRecord = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(REGION_KINDS),
  parentCode: z.string().nullable(),
});
export type RegionRecord = z.infer<typeof RegionRecord>;
