import type { EDUCATION_LEVELS, EMPLOYMENT_STATUSES } from '@server/submissions/submission-schema.ts';

type Education = (typeof EDUCATION_LEVELS)[number];
type Employment = (typeof EMPLOYMENT_STATUSES)[number];

// The lists themselves stand beside zod, which is no weight for a phone: as records, so that a new code does not compile here.
const EDUCATION: Record<Education, `education.${Education}`> = {
  TIDAK_SEKOLAH: 'education.TIDAK_SEKOLAH',
  SD: 'education.SD',
  SMP: 'education.SMP',
  SMA: 'education.SMA',
  SMK: 'education.SMK',
  D1: 'education.D1',
  D2: 'education.D2',
  D3: 'education.D3',
  D4: 'education.D4',
  S1: 'education.S1',
  S2: 'education.S2',
  S3: 'education.S3',
};
const EMPLOYMENT: Record<Employment, `employment.${Employment}`> = {
  PENCARI_KERJA: 'employment.PENCARI_KERJA',
  PHK: 'employment.PHK',
  DIRUMAHKAN: 'employment.DIRUMAHKAN',
  BUKAN_PENERIMA_UPAH: 'employment.BUKAN_PENERIMA_UPAH',
  UMK: 'employment.UMK',
  PEKERJA: 'employment.PEKERJA',
};

/** Codes with the key of their words, in the order of domain.md 10. */
export const EDUCATION_CHOICES = Object.entries(EDUCATION) as [Education, (typeof EDUCATION)[Education]][];
export const EMPLOYMENT_CHOICES = Object.entries(EMPLOYMENT) as [
  Employment,
  (typeof EMPLOYMENT)[Employment],
][];
