import { z } from 'zod';
import { ROLES } from '../auth/permission-rules.ts';

const MOST_FILTER_TEXT = 4000;

/** A filter as the list's address carries it; kept for long, so that it may hold no NIK. */
const filter = z
  .record(z.string().max(60), z.unknown())
  .refine((value) => JSON.stringify(value).length <= MOST_FILTER_TEXT, 'is too long to be kept')
  .refine((value) => !/\d{16}/.test(JSON.stringify(value)), 'may not hold a NIK or KK number');
const sort = z.strictObject({ field: z.string().min(1).max(60), order: z.enum(['ASC', 'DESC']) });
const fields = {
  resource: z.string().regex(/^[a-z][a-z-]{1,39}$/, 'the name of a list'),
  name: z.string().trim().min(1).max(80),
  filter,
  sort: sort.nullable().default(null),
  /** Everybody of this role sees it too; null keeps it personal. */
  sharedWithRole: z.enum(ROLES).nullable().default(null),
};

/** POST /api/views */
export const CreateView = z.strictObject(fields);
/** PUT /api/views/:id, the owner only; an absent field keeps its value. */
export const EditView = z.strictObject({
  version: z.number().int().positive(),
  name: fields.name.optional(),
  filter: filter.optional(),
  sort: sort.nullable().optional(),
  sharedWithRole: z.enum(ROLES).nullable().optional(),
});

/** A saved filter of a list. */
export const ViewRecord = z.object({
  id: z.number().int(),
  resource: z.string(),
  name: z.string(),
  filter: z.record(z.string(), z.unknown()),
  sort: sort.nullable(),
  ownerId: z.number().int(),
  ownerName: z.string(),
  sharedWithRole: z.enum(ROLES).nullable(),
  version: z.number().int(),
});
export type ViewRecord = z.infer<typeof ViewRecord>;
