import type { Lateness } from '../lateness/lateness-rules.ts';
import type { CandidateFacts } from './batch-candidate-rules.ts';

/** What of a registration says whether a batch may take it. */
export const CANDIDATE_COLUMNS = [
  'id', 'registration_no', 'status', 'wave_id', 'channel', 'office_id', 'proposer', 'batch_id', 'screening_outcome',
] as const; // prettier-ignore

export interface CandidateRow {
  id: number;
  registration_no: string;
  status: string;
  wave_id: number;
  channel: 'online' | 'offline' | 'assisted';
  office_id: number;
  proposer: string;
  batch_id: number | null;
  screening_outcome: string;
}

export const candidateFacts = (row: CandidateRow, lateness: Lateness): CandidateFacts => ({
  lateness,
  status: row.status,
  waveId: row.wave_id,
  channel: row.channel,
  officeId: row.office_id,
  proposer: row.proposer,
  batchId: row.batch_id,
  screeningOutcome: row.screening_outcome,
});
