import type { Database } from '../database.ts';
import { conflict, invalid, notFound, staleVersion } from '../errors.ts';
import { runList, type ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import { command, list, read, replace, type RouteRecord } from '../http/route.ts';
import { findReason, listReasons, REASON_LIST } from './reason-list.ts';
import { reasonSchema } from './reason-schema.ts';
import {
  CreateOffice,
  CreateWave,
  EditOffice,
  EditWave,
  OfficeRecord,
  OFFICE_KINDS,
  REGION_KINDS,
  RegionRecord,
  RuleSetRecord,
  WaveRecord,
} from './reference-schema.ts';
import {
  findOffice,
  findWave,
  rowToOffice,
  rowToRegion,
  rowToRuleSet,
  rowToWave,
  type OfficeRow,
  type RegionRow,
  type RuleSetRow,
  type WaveRow,
} from './reference-store.ts';
import { idOf as id } from '../http/address-id.ts';

export const WAVE_LIST: ListDefinition = {
  resource: 'waves',
  fields: {
    id: { column: 'id', type: 'int' },
    code: { column: 'code', type: 'text' },
    name: { column: 'name', type: 'text' },
    ruleSetId: { column: 'rule_set_id', type: 'int' },
    opensAt: { column: 'opens_at', type: 'text' },
    closesAt: { column: 'closes_at', type: 'text' },
    handoverDeadline: { column: 'handover_deadline', type: 'text' },
    quota: { column: 'quota', type: 'int' },
    leaseMinutes: { column: 'lease_minutes', type: 'int' },
    checkMaxAgeDays: { column: 'check_max_age_days', type: 'int' },
    listMaxAgeDays: { column: 'list_max_age_days', type: 'int' },
  },
  defaultSort: ['opensAt', 'DESC'],
  search: contains('code', 'name'),
};
export const OFFICE_LIST: ListDefinition = {
  resource: 'offices',
  fields: {
    id: { column: 'id', type: 'int' },
    code: { column: 'code', type: 'text' },
    name: { column: 'name', type: 'text' },
    kind: { column: 'kind', type: 'text', values: OFFICE_KINDS },
    regionCode: { column: 'region_code', type: 'text' },
  },
  defaultSort: ['name', 'ASC'],
  search: contains('code', 'name'),
};
export const RULE_SET_LIST: ListDefinition = {
  resource: 'rule-sets',
  fields: {
    id: { column: 'id', type: 'int' },
    code: { column: 'code', type: 'text' },
    citation: { column: 'citation', type: 'text' },
    effectiveFrom: { column: 'effective_from', type: 'text' },
  },
  defaultSort: ['effectiveFrom', 'ASC'],
  search: contains('code', 'citation'),
};
export const REGION_LIST: ListDefinition = {
  resource: 'regions',
  fields: {
    id: { column: 'code', type: 'text' },
    code: { column: 'code', type: 'text' },
    name: { column: 'name', type: 'text' },
    kind: { column: 'kind', type: 'text', values: REGION_KINDS },
    parentCode: { column: 'parent_code', type: 'text' },
  },
  defaultSort: ['code', 'ASC'],
  search: contains('code', 'name'),
};

const none = { none: 'reference data, nobody’s case' } as const;

function lists(database: Database): RouteRecord[] {
  const from = (table: string) => () => database.read(table);
  return [
    list('/waves', {
      permission: 'wave.read', audit: none, summary: 'Waves', list: WAVE_LIST, response: WaveRecord,
      handle: (_context, request) => runList<WaveRow, WaveRecord>(database.read, WAVE_LIST, request, { from: from('waves'), columns: '*', toRecord: rowToWave }),
    }),
    list('/offices', {
      permission: 'office.read', audit: none, summary: 'Offices', list: OFFICE_LIST, response: OfficeRecord,
      handle: (_context, request) => runList<OfficeRow, OfficeRecord>(database.read, OFFICE_LIST, request, { from: from('offices'), columns: '*', toRecord: rowToOffice }),
    }),
    list('/rule-sets', {
      permission: 'rule-set.read', audit: none, summary: 'Rule sets with their citation', list: RULE_SET_LIST, response: RuleSetRecord,
      handle: (_context, request) => runList<RuleSetRow, RuleSetRecord>(database.read, RULE_SET_LIST, request, { from: from('rule_sets'), columns: '*', toRecord: rowToRuleSet }),
    }),
    list('/regions', {
      permission: 'region.read', audit: none, summary: 'Provinces, regencies and districts', list: REGION_LIST, response: RegionRecord,
      handle: (_context, request) =>
        runList<RegionRow & { id: number }, RegionRecord>(database.read, REGION_LIST, request, { from: from('regions'), columns: '*', toRecord: rowToRegion, idColumn: 'code' }),
    }),
    list('/reasons', {
      permission: 'reason.read', audit: none, summary: 'Reason codes with label and remedy', list: REASON_LIST, response: reasonSchema.extend({ id: reasonSchema.shape.code }),
      handle: (context, request) => Promise.resolve(listReasons(request, context.query['sort'] !== undefined)),
    }),
    read('/reasons/:id', {
      permission: 'reason.read', audit: none, summary: 'One reason code', response: reasonSchema.extend({ id: reasonSchema.shape.code }),
      handle: ({ params }) => Promise.resolve(findReason(params['id'] ?? '') ?? Promise.reject(notFound('reason'))),
    }),
    read('/regions/:id', {
      permission: 'region.read', audit: none, summary: 'One province, regency or district by its code', response: RegionRecord,
      handle: async ({ params }) => {
        const row = (await database.read('regions').where({ code: params['id'] }).first()) as RegionRow | undefined;
        if (!row) throw notFound('region');
        return rowToRegion(row);
      },
    }),
  ]; // prettier-ignore
}

/** Offices, waves, rule sets, regions and reason codes; written by the administrator only. */
export function referenceRoutes(database: Database): RouteRecord[] {
  return [
    ...lists(database),
    read('/waves/:id', {
      permission: 'wave.read',
      audit: none,
      summary: 'One wave',
      response: WaveRecord,
      handle: async ({ params }) =>
        (await findWave(database.read, id(params))) ?? Promise.reject(notFound('wave')),
    }),
    read('/offices/:id', {
      permission: 'office.read',
      audit: none,
      summary: 'One office',
      response: OfficeRecord,
      handle: async ({ params }) =>
        (await findOffice(database.read, id(params))) ?? Promise.reject(notFound('office')),
    }),
    read('/rule-sets/:id', {
      permission: 'rule-set.read',
      audit: none,
      summary: 'One rule set',
      response: RuleSetRecord,
      handle: async ({ params }) => {
        const row = (await database
          .read('rule_sets')
          .where({ id: id(params) })
          .first()) as RuleSetRow | undefined;
        if (!row) throw notFound('rule set');
        return rowToRuleSet(row);
      },
    }),
    command('/waves', {
      permission: 'reference.write',
      audit: 'wave.created',
      summary: 'Open a wave',
      body: CreateWave,
      response: WaveRecord,
      status: 201,
      handle: ({ act, body }) =>
        act(async ({ trx, record }) => {
          if (!(await trx('rule_sets').where({ id: body.ruleSetId }).first('id')))
            throw invalid('UNKNOWN_RULE_SET', 'There is no such rule set.', { ruleSetId: 'unknown' });
          if (await trx('waves').where({ code: body.code }).first('id'))
            throw conflict('CODE_USED', 'A wave with this code exists already.');
          const [row] = (await trx('waves')
            .insert({
              code: body.code, name: body.name, rule_set_id: body.ruleSetId, opens_at: body.opensAt, closes_at: body.closesAt,
              handover_deadline: body.handoverDeadline ?? null, quota: body.quota, lease_minutes: body.leaseMinutes,
              check_max_age_days: body.checkMaxAgeDays, list_max_age_days: body.listMaxAgeDays, answer_days: body.answerDays, required_documents: JSON.stringify(body.requiredDocuments),
            })
            .returning('*')) as WaveRow[]; // prettier-ignore
          const wave = rowToWave(row as WaveRow);
          record({ subject: 'wave', subjectId: wave.id, after: wave });
          return wave;
        }),
    }),
    replace('/waves/:id', {
      permission: 'reference.write',
      audit: 'wave.changed',
      summary: 'Change a wave; its rule set only while nobody has registered in it',
      body: EditWave,
      response: WaveRecord,
      handle: ({ act, body, params }) =>
        act(async ({ trx, record }) => {
          const before = await findWave(trx, id(params));
          if (!before) throw notFound('wave');
          const { version, ...changes } = body;
          if (before.version !== version) throw staleVersion({ version: before.version });
          const after = { ...before, ...changes };
          if (after.opensAt >= after.closesAt)
            throw invalid('INVALID_INPUT', 'The wave must close after it opens.', {
              closesAt: 'must be after the opening',
            });
          if (
            after.ruleSetId !== before.ruleSetId &&
            (await trx('submissions').where({ wave_id: before.id }).first('id'))
          ) {
            throw conflict(
              'RULES_IN_USE',
              'People have registered under this wave’s rules: open a new wave for other rules.',
            );
          }
          const changed = await trx('waves').where({ id: before.id, version }).update({
            name: after.name, rule_set_id: after.ruleSetId, opens_at: after.opensAt, closes_at: after.closesAt, quota: after.quota,
            handover_deadline: after.handoverDeadline, lease_minutes: after.leaseMinutes, check_max_age_days: after.checkMaxAgeDays,
            list_max_age_days: after.listMaxAgeDays, answer_days: after.answerDays, required_documents: JSON.stringify(after.requiredDocuments), version: version + 1,
          }); // prettier-ignore
          if (changed === 0) throw staleVersion({ version: version + 1 });
          record({ subject: 'wave', subjectId: before.id, before, after });
          return { ...after, version: version + 1 };
        }),
    }),
    command('/offices', {
      permission: 'reference.write',
      audit: 'office.created',
      summary: 'Add an office',
      body: CreateOffice,
      response: OfficeRecord,
      status: 201,
      handle: ({ act, body }) =>
        act(async ({ trx, record }) => {
          if (await trx('offices').where({ code: body.code }).first('id'))
            throw conflict('CODE_USED', 'An office with this code exists already.');
          const [row] = (await trx('offices')
            .insert({
              code: body.code,
              name: body.name,
              kind: body.kind,
              region_code: body.regionCode ?? null,
            })
            .returning('*')) as OfficeRow[];
          const office = rowToOffice(row as OfficeRow);
          record({ subject: 'office', subjectId: office.id, after: office });
          return office;
        }),
    }),
    replace('/offices/:id', {
      permission: 'reference.write',
      audit: 'office.changed',
      summary: 'Change an office',
      body: EditOffice,
      response: OfficeRecord,
      handle: ({ act, body, params }) =>
        act(async ({ trx, record }) => {
          const before = await findOffice(trx, id(params));
          if (!before) throw notFound('office');
          const after = {
            ...before,
            name: body.name ?? before.name,
            regionCode: body.regionCode === undefined ? before.regionCode : body.regionCode,
            version: body.version + 1,
          };
          const changed = await trx('offices')
            .where({ id: before.id, version: body.version })
            .update({ name: after.name, region_code: after.regionCode, version: after.version });
          if (changed === 0) throw staleVersion({ version: before.version });
          record({ subject: 'office', subjectId: before.id, before, after });
          return after;
        }),
    }),
  ];
}
