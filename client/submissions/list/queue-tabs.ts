import type { Role } from '@server/auth/permission-rules.ts';
import type { ReadingQueue, SubmissionStatus } from '@server/submissions/submission-schema.ts';

/** A tab over the list: a name below `submissions.tabs` and the part of the filter it sets. */
export interface QueueTab {
  name: string;
  filter: {
    status?: SubmissionStatus | SubmissionStatus[];
    assigneeId?: number;
    reading?: ReadingQueue;
    firstReaderId_neq?: number;
  };
}

/** What a tab sets and so takes away when another is chosen; every other filter stays. */
const TAB_FIELDS = ['status', 'assigneeId', 'reading', 'firstReaderId_neq'] as const;

const byStatus = (...statuses: SubmissionStatus[]): QueueTab[] =>
  statuses.map((status) => ({ name: status, filter: { status } }));

const ALL: QueueTab = { name: 'all', filter: {} };

const REVIEWER = (staffId: number): QueueTab[] => [
  { name: 'waiting', filter: { status: 'submitted' } },
  { name: 'mine', filter: { status: 'in_review', assigneeId: staffId } },
  // Whoever was the first reader is not the second.
  { name: 'secondReadings', filter: { reading: 'awaits_second', firstReaderId_neq: staffId } },
  ...byStatus('on_hold', 'needs_correction', 'verified', 'rejected'),
  ALL,
];

const TABS: Record<Role, (staffId: number) => QueueTab[]> = {
  intake: () => [
    ...byStatus('draft', 'needs_correction', 'submitted', 'in_review', 'verified', 'confirmed'),
    ALL,
  ],
  reviewer: REVIEWER,
  coordinator: () => [
    ...byStatus('submitted', 'in_review'),
    { name: 'disagreements', filter: { reading: 'disagree' } },
    ...byStatus('on_hold', 'verified', 'batched', 'pmo_returned'),
    ALL,
  ],
  approver: () => [...byStatus('batched', 'ratified', 'sent'), ALL],
  pmo: () => [...byStatus('sent', 'confirmed', 'pmo_returned', 'pmo_rejected'), ALL],
  auditor: () => [...byStatus('verified', 'rejected', 'ratified', 'confirmed', 'revoked'), ALL],
  admin: () => [ALL],
};

/** The queue tabs of a role, the one to begin with first. */
export function queueTabs(role: Role, staffId: number): QueueTab[] {
  return TABS[role](staffId);
}

type Filter = Record<string, unknown>;

function tabPart(filter: Filter): string {
  return JSON.stringify(TAB_FIELDS.map((field) => filter[field] ?? null));
}

/** The tab a filter stands on; undefined when the user combined something else. */
export function currentTab(tabs: readonly QueueTab[], filter: Filter): QueueTab | undefined {
  return tabs.find((tab) => tabPart(tab.filter) === tabPart(filter));
}

/** The filter after choosing a tab: what the user filtered beside it stays. */
export function withTab(tab: QueueTab, filter: Filter): Filter {
  const others = Object.entries(filter).filter(
    ([field]) => !(TAB_FIELDS as readonly string[]).includes(field),
  );
  return { ...Object.fromEntries(others), ...tab.filter };
}
