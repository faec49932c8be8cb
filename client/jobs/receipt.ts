import type { JobRecord, Receipt } from '@server/jobs/job-schema.ts';
import type { ExportReceipt } from '@server/submissions/submission-export-schema.ts';

/** The receipt of a bulk act; undefined for jobs that leave another kind of result (imports, exports). */
export function bulkReceipt(job: JobRecord): Receipt | undefined {
  const receipt = job.receipt as Partial<Receipt> | null;
  return receipt && Array.isArray(receipt.rows) && receipt.counts ? (receipt as Receipt) : undefined;
}

/** The file an export job made; undefined for every other job. */
export function exportedFile(job: JobRecord): ExportReceipt['file'] | undefined {
  const receipt = job.receipt as Partial<ExportReceipt> | null;
  return receipt?.file && typeof receipt.file.rows === 'number' ? receipt.file : undefined;
}

/** "12 skipped, because …": rows done, rows passed over. */
export function countOutcomes(receipt: Receipt): { done: number; passedOver: number } {
  const { done = 0, ...others } = receipt.counts;
  return { done, passedOver: Object.values(others).reduce((sum, count) => sum + count, 0) };
}

/** The report a re-screening made, by its id; undefined for every other job. */
export function rescreeningOf(job: JobRecord): number | undefined {
  const id = job.receipt?.['rescreeningId'];
  return typeof id === 'number' ? id : undefined;
}
