import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';

/**
 * Narrows a query over `submissions` to what an actor may know of. The rule lives with the submissions; capabilities below
 * them are given it, so that no arrow points upwards.
 */
export type Sight = <Q extends Knex.QueryBuilder>(query: Q, actor: Pick<Actor, 'role' | 'officeId'>) => Q;
