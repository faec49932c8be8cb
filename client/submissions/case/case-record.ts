import type { DocumentRecord } from '@server/documents/document-schema.ts';
import type { FieldEvidence, UnavailableCause } from '@server/identity/identity-schema.ts';
import type { SettlementRecord } from '@server/identity/identity-record-schema.ts';
import type { ListVerdict } from '@server/screening/screening-schema.ts';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import type { NikReadingView } from '@server/submissions/nik-reading-schema.ts';
import type { SubmissionRecord, SubmissionStatus } from '@server/submissions/submission-schema.ts';

/** The register's own values; null where the source only says yes or no, as the Dukcapil service does. */
export interface RegisterValues {
  fullName: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P' | null;
  address: string;
  kkNumberMasked: string;
}

export interface IdentityEvidence {
  checkId: number;
  outcome: SubmissionRecord['identityOutcome'];
  source: string;
  threshold: number;
  checkedAt: string;
  fields: Partial<Record<string, FieldEvidence>>;
  warnings: string[];
  settlements: SettlementRecord[];
  register: RegisterValues | null;
  /** The register was loaded again since the check and says something else now. */
  registerChanged: boolean;
  cause?: UnavailableCause | null;
}

export type ScreeningLine = Partial<ListVerdict> & { list: string; result: ListVerdict['result'] };

export interface ScreeningView {
  lists: Record<string, Omit<ScreeningLine, 'list'>>;
  screenedAt?: string;
}

/** A registration as its own page reads it. */
export interface CaseRecord extends SubmissionRecord {
  evidence: IdentityEvidence | null;
  screening: ScreeningView | null;
  /** Reason codes the evidence suggests. */
  reasons: string[];
  nikReading: NikReadingView;
  /** How many people of one KK card the rules of the wave let in; null = any number. */
  kkLimit: number | null;
  officeName: string;
  waveName: string;
  assigneeName: string | null;
  keyedByName: string;
}

export interface BlockerView {
  code: string;
  message?: string;
  holderId?: number;
  leaseUntil?: string;
  [detail: string]: unknown;
}

export interface AvailableAction {
  action: SubmissionAction;
  allowed: boolean;
  blockers: BlockerView[];
}

export interface HistoryEntry {
  kind: 'transition' | 'revision' | 'note' | 'check' | 'notice';
  at: string;
  actorId: number | null;
  actorName: string | null;
  actorRole: string | null;
  action: string;
  fromStatus: string | null;
  toStatus: string | null;
  reasonCodes: string[];
  note: string | null;
  changedFields: string[];
  ruleSet: string | null;
  batchId: number | null;
  /** A reading of which nothing is told before a second reader has read too. */
  withheld: boolean;
}

/** Somebody of the same family card; another office's people are known by their number only. */
export interface FamilyMember {
  id: number;
  registrationNo: string | null;
  fullName: string | null;
  nikMasked: string;
  status: SubmissionStatus;
  waveId: number;
  waveName: string;
  /** The place of the card this person holds; null for none. */
  slot: number | null;
  self: boolean;
}

export type CaseDocument = DocumentRecord;

/** The screening lines, one a list. */
export function screeningLines(screening: ScreeningView | null): ScreeningLine[] {
  return Object.entries(screening?.lists ?? {}).map(([list, line]) => ({ list, ...line }));
}
