import { z } from 'zod';
import { createCachedFigure } from '../cached-figure.ts';
import type { Database } from '../database.ts';
import { runList, readFilter, type ListDefinition } from '../http/list-query.ts';
import { parseJson, refuse } from '../http/list-refusal.ts';
import { list, read, type RouteRecord } from '../http/route.ts';
import { notFound } from '../errors.ts';
import { findWave } from '../reference/reference-store.ts';
import { PROPOSERS } from '../submissions/submission-schema.ts';
import { chosenWave } from '../dashboard/wave-figures.ts';
import { codeTable } from './pmo-code-store.ts';
import { clinicCodes, clinicOffices } from './refusal-rules.ts';
import { RefusalClinic, RefusalRecord } from './refusal-schema.ts';
import {
  REFUSAL_LIST,
  refusalColumns,
  refusalCounts,
  refusals,
  roundsOf,
  rowToRefusal,
  type ClinicFilter,
  type RefusalRow,
} from './refusal-store.ts';

const ASKED: Pick<ListDefinition, 'resource' | 'fields' | 'defaultSort'> = {
  resource: 'refusal-clinic',
  fields: {
    waveId: { column: 'b.wave_id', type: 'int' },
    roundNo: { column: 'l.round_no', type: 'int' },
    proposer: { column: 'l.proposer', type: 'text', values: PROPOSERS },
  },
  defaultSort: ['waveId', 'ASC'],
};

const Asked = z.strictObject({
  waveId: z.number().int().optional(),
  roundNo: z.number().int().optional(),
  proposer: z.enum(PROPOSERS).optional(),
});

/** `?filter={"waveId":…,"roundNo":…,"proposer":…}`, in the dialect of the lists. */
function asked(query: Record<string, string>): z.output<typeof Asked> {
  const unknown = Object.keys(query).find((name) => name !== 'filter');
  if (unknown) throw refuse(`${unknown.slice(0, 60)} is not a parameter of the refusal clinic`);
  if (query['filter'] === undefined) return {};
  const filter = parseJson(query['filter'], 'filter');
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw refuse('filter is not a JSON object');
  readFilter(ASKED, filter as Record<string, unknown>);
  const parsed = Asked.safeParse(filter);
  if (!parsed.success) throw refuse('the refusal clinic takes one wave, one round, one proposer');
  return parsed.data;
}

function createClinic(database: Database) {
  const connection = database.read;
  return createCachedFigure(async (key): Promise<RefusalClinic> => {
    const filter = JSON.parse(key) as ClinicFilter;
    const countedAt = new Date().toISOString();
    const wave = await findWave(connection, filter.waveId);
    if (!wave) throw notFound('wave');
    const counts = await refusalCounts(connection, filter);
    const codes = clinicCodes(counts, await codeTable(connection));
    const sum = (part: 'returned' | 'rejected' | 'canCarry') =>
      codes.reduce((total, code) => total + code[part], 0);
    return {
      wave: { id: wave.id, name: wave.name },
      rounds: await roundsOf(connection, wave.id),
      returned: sum('returned'),
      rejected: sum('rejected'),
      canCarry: sum('canCarry'),
      codes,
      offices: clinicOffices(counts),
      countedAt,
    };
  });
}

const NOTHING: RefusalClinic = {
  ...{ wave: null, rounds: [], returned: 0, rejected: 0, canCarry: 0, codes: [], offices: [], countedAt: '' },
};

/** What the PMO did not confirm, why, and what can be done about it. */
export function refusalRoutes({ database }: { database: Database }): RouteRecord[] {
  const clinic = createClinic(database);
  return [
    list('/pmo-refusals', {
      permission: 'pmo-refusal.read',
      audit: { none: 'as the list of registrations: names and states, no NIK' },
      summary: 'Rows the PMO returned or refused, with code, cause and whether they can be carried over',
      list: REFUSAL_LIST,
      response: RefusalRecord,
      handle: (_context, request) =>
        runList<RefusalRow, RefusalRecord>(database.read, REFUSAL_LIST, request, {
          from: () => refusals(database.read),
          columns: refusalColumns(database.read) as string[],
          toRecord: rowToRefusal,
          idColumn: 'a.id',
        }),
    }),
    read('/refusal-clinic', {
      permission: 'pmo-refusal.read',
      audit: { none: 'counts by code and office, nobody’s case' },
      summary: 'Codes of the PMO by office in a wave (?filter={"waveId":…,"roundNo":…,"proposer":…})',
      response: RefusalClinic,
      handle: async ({ query, now }) => {
        const { waveId, roundNo = null, proposer = null } = asked(query);
        const id = waveId ?? (await chosenWave(database.read, null, now))?.id;
        if (id === undefined) return { ...NOTHING, countedAt: now };
        return clinic(JSON.stringify({ waveId: id, roundNo, proposer } satisfies ClinicFilter));
      },
    }),
  ];
}
