import type { Role } from '../../server/auth/permission-rules.ts';
import { queueTabs } from '../../client/submissions/list/queue-tabs.ts';

/** One view of the list of registrations, as the console asks for it. */
export interface ListScenario {
  name: string;
  username: string;
  role: Role;
  filter: Record<string, unknown>;
  sort: [field: string, direction: 'ASC' | 'DESC'];
}

export interface ScenarioFacts {
  waveId: number;
  officeId: number;
  regionCode: string;
  reviewerId: number;
}

/** Every sort the console's table offers; the first is the one it opens with. */
const SORTS = (['id', 'fullName', 'submittedAt', 'dueAt'] as const).flatMap((field) => [[field, 'DESC'], [field, 'ASC']] as [string, 'ASC' | 'DESC'][]); // prettier-ignore

const PEOPLE: readonly (readonly [username: string, role: Role])[] = [
  ['reviewer-1', 'reviewer'],
  ['coordinator', 'coordinator'],
  ['intake', 'intake'],
  ['pmo', 'pmo'],
  ['auditor', 'auditor'],
  ['approver', 'approver'],
];

/** The filters of the popover, each with a value that is common and one that is rare. */
const facets = (facts: ScenarioFacts): Record<string, readonly unknown[]> => ({
  waveId: [facts.waveId],
  officeId: [facts.officeId],
  channel: ['offline', 'assisted'],
  proposer: ['DINAS', 'SERIKAT'],
  identityOutcome: ['matched', 'inactive'],
  screeningOutcome: ['clear', 'hit'],
  regionCode: [facts.regionCode],
});

const label = (filter: Record<string, unknown>) =>
  Object.entries(filter).map(([field, value]) => `${field}=${String(value)}`).join(' ') || 'all'; // prettier-ignore

function scenario(
  username: string,
  role: Role,
  filter: Record<string, unknown>,
  sort: [string, 'ASC' | 'DESC'],
): ListScenario {
  return { name: `${role} · ${label(filter)} · ${sort.join(' ')}`, username, role, filter, sort };
}

/** Every tab of every role under every sort. */
export function tabScenarios(facts: ScenarioFacts): ListScenario[] {
  return PEOPLE.flatMap(([username, role]) =>
    queueTabs(role, facts.reviewerId).flatMap((tab) =>
      SORTS.map((sort) => scenario(username, role, tab.filter, sort)),
    ),
  );
}

/** Every single filter, and every pair of two, alone and under a queue, under every sort: for the role that sees most. */
export function filterScenarios(facts: ScenarioFacts): ListScenario[] {
  const fields = Object.entries(facets(facts));
  const singles = fields.flatMap(([field, values]) => values.map((value) => ({ [field]: value })));
  const pairs = fields.flatMap(([field, values], index) =>
    fields.slice(index + 1).flatMap(([other, others]) =>
      values.flatMap((value) => others.map((second) => ({ [field]: value, [other]: second }))),
    ),
  ); // prettier-ignore
  const tabs = [{}, { status: 'submitted' }, { status: 'on_hold' }, { status: 'verified' }];
  return [...singles, ...pairs].flatMap((filter) =>
    tabs.flatMap((tab) =>
      SORTS.map((sort) => scenario('coordinator', 'coordinator', { ...tab, ...filter }, sort)),
    ),
  );
}

/** The address of a scenario's first page. */
export const pathOf = ({ filter, sort }: Pick<ListScenario, 'filter' | 'sort'>): string =>
  `/api/submissions?${new URLSearchParams({ filter: JSON.stringify(filter), range: '[0,24]', sort: JSON.stringify(sort) }).toString()}`;
