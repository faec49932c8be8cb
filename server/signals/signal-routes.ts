import { read, type RouteRecord } from '../http/route.ts';
import { readFilter, type ListDefinition } from '../http/list-query.ts';
import { parseJson, refuse } from '../http/list-refusal.ts';
import { Signals } from './signal-schema.ts';
import type { SignalService } from './signal-service.ts';

const ASKED: Pick<ListDefinition, 'resource' | 'fields' | 'defaultSort'> = {
  resource: 'signals',
  fields: { waveId: { column: 'waves.id', type: 'int' } },
  defaultSort: ['waveId', 'ASC'],
};

/** The wave of `?filter={"waveId":…}`, in the dialect of the lists; null where none is asked for. */
function waveAsked(query: Record<string, string>): number | null {
  const unknown = Object.keys(query).find((name) => name !== 'filter');
  if (unknown) throw refuse(`${unknown.slice(0, 60)} is not a parameter of signals`);
  if (query['filter'] === undefined) return null;
  const filter = parseJson(query['filter'], 'filter');
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw refuse('filter is not a JSON object');
  const { conditions } = readFilter(ASKED, filter as Record<string, unknown>);
  const [first] = conditions;
  if (!first) return null;
  if (conditions.length > 1 || first.operator !== 'eq' || typeof first.value !== 'number')
    throw refuse('waveId takes the id of one wave');
  return first.value;
}

/** What is worth a look in a wave. It names colleagues, so looking at it is an event. */
export function signalRoutes(signals: SignalService): RouteRecord[] {
  return [
    read('/signals', {
      permission: 'signal.read',
      audit: 'signal.read',
      summary: 'Signals of the open wave or of ?filter={"waveId":…}: questions to offices, never findings',
      response: Signals,
      handle: async ({ query, note }) => {
        const found = await signals.of(waveAsked(query));
        await note({ subject: 'wave', subjectId: found.wave?.id ?? null });
        return found;
      },
    }),
  ];
}
