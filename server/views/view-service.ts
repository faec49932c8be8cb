import type { z } from 'zod';
import type { Act } from '../audit/audit-service.ts';
import { forbidden, notFound, staleVersion } from '../errors.ts';
import type { CreateView, EditView, ViewRecord } from './view-schema.ts';
import { findView } from './view-store.ts';

async function ownView(act: Act, id: number): Promise<ViewRecord> {
  const view = await findView(act.trx, act.actor, id);
  if (!view) throw notFound('view');
  if (view.ownerId !== act.actor.id)
    throw forbidden('NOT_YOUR_VIEW', `This view is ${view.ownerName}’s. Save a copy of your own.`);
  return view;
}

const traced = ({ resource, sharedWithRole }: ViewRecord) => ({ resource, sharedWithRole });

/** Saved filters: everybody keeps their own; a shared one is read by a whole role and changed by its owner. */
export const viewService = {
  async create(act: Act, input: z.output<typeof CreateView>): Promise<ViewRecord> {
    const [row] = (await act
      .trx('views')
      .insert({
        resource: input.resource,
        name: input.name,
        filter: JSON.stringify(input.filter),
        sort: input.sort && JSON.stringify(input.sort),
        owner_id: act.actor.id,
        shared_with_role: input.sharedWithRole,
      })
      .returning('id')) as { id: number }[];
    const view = await ownView(act, row?.id as number);
    act.record({ subject: 'view', subjectId: view.id, after: traced(view) });
    return view;
  },

  async edit(act: Act, id: number, { version, ...changes }: z.output<typeof EditView>): Promise<ViewRecord> {
    const before = await ownView(act, id);
    const after = { ...before, ...changes, version: version + 1 };
    const changed = await act
      .trx('views')
      .where({ id, version })
      .update({
        name: after.name,
        filter: JSON.stringify(after.filter),
        sort: after.sort && JSON.stringify(after.sort),
        shared_with_role: after.sharedWithRole,
        version: after.version,
      });
    if (changed === 0) throw staleVersion({ version: before.version });
    act.record({ subject: 'view', subjectId: id, before: traced(before), after: traced(after) });
    return after;
  },

  async remove(act: Act, id: number, version: number | null): Promise<{ id: number }> {
    const view = await ownView(act, id);
    if (version !== null && view.version !== version) throw staleVersion({ version: view.version });
    await act.trx('views').where({ id }).delete();
    act.record({ subject: 'view', subjectId: id, before: traced(view) });
    return { id };
  },
};
