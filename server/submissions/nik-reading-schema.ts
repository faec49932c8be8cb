import { z } from 'zod';

/** What the NIK itself says, without its serial: with it the whole number would stand there in clear. */
export const NikReadingView = z.object({
  regencyCode: z.string(),
  districtCode: z.string(),
  /** Name of the regency the code means or, where it is retired, meant; null for a code nobody knows. */
  regionName: z.string().nullable(),
  districtName: z.string().nullable(),
  /** Where the code is retired: the province it lay in, and the regencies that lie there now. */
  formerly: z
    .object({
      province: z.string(),
      now: z.array(z.object({ code: z.string(), name: z.string().nullable() })),
    })
    .nullable(),
  /** yyyy-mm-dd, its century being the one nearest to the stated birth date. */
  birth: z.string().nullable(),
  sex: z.enum(['L', 'P']).nullable(),
  /** Name of the regency the form gives as domicile, to be read beside it. */
  domicileName: z.string().nullable(),
});
export type NikReadingView = z.infer<typeof NikReadingView>;
