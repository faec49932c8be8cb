import type { Act } from '../audit/audit-service.ts';
import { conflict, notFound, staleVersion } from '../errors.ts';
import { unmappedDetail } from './pmo-code-rules.ts';
import type { CreatePmoCode, EditPmoCode, PmoCodeRecord } from './pmo-code-schema.ts';
import { findPmoCode, type PmoCodeRow } from './pmo-code-store.ts';

const told = ({ code, reasonCode, cause, remedy, carriesOver }: Omit<PmoCodeRecord, 'id' | 'version'>) => ({
  code,
  reasonCode,
  cause,
  remedyId: remedy.id,
  remedyEn: remedy.en,
  carriesOver,
});

/** The table of the PMO's codes. Answers keep the reason they were given under; the clinic reads the table of today. */
export function createPmoCodeService() {
  /** Whoever says what a code means has done the work of its work items. */
  async function closeItems(act: Act, code: string, note: string): Promise<number> {
    return act
      .trx('pmo_answer_issues')
      .where({ code: 'CODE_UNMAPPED', status: 'open', detail: unmappedDetail(code) })
      .update({
        ...{ status: 'closed', closed_by_id: act.actor.id, closed_at: act.now, note },
        version: act.trx.raw('version + 1'),
      });
  }

  return {
    async create(act: Act, input: CreatePmoCode): Promise<PmoCodeRecord> {
      const [row] = (await act
        .trx('pmo_codes')
        .insert({
          code: input.code,
          reason_code: input.reasonCode,
          cause: input.cause,
          remedy_id: input.remedy.id,
          remedy_en: input.remedy.en,
          carries_over: input.carriesOver ? 1 : 0,
          updated_at: act.now,
        })
        .onConflict('code')
        .ignore()
        .returning('id')) as Pick<PmoCodeRow, 'id'>[];
      if (!row) throw conflict('CODE_USED', 'This code is in the table already.');
      const items = await closeItems(act, input.code, `mapped to ${input.reasonCode}`);
      const record = (await findPmoCode(act.trx, row.id)) as PmoCodeRecord;
      act.record({ subject: 'pmo-code', subjectId: row.id, after: told(record), details: { items } });
      return record;
    },

    async edit(act: Act, id: number, { version, ...changes }: EditPmoCode): Promise<PmoCodeRecord> {
      const before = await findPmoCode(act.trx, id);
      if (!before) throw notFound('code');
      const after = { ...before, ...changes };
      const changed = await act
        .trx('pmo_codes')
        .where({ id, version })
        .update({
          reason_code: after.reasonCode,
          cause: after.cause,
          remedy_id: after.remedy.id,
          remedy_en: after.remedy.en,
          carries_over: after.carriesOver ? 1 : 0,
          updated_at: act.now,
          version: version + 1,
        });
      if (changed === 0) throw staleVersion({ version: before.version });
      act.record({ subject: 'pmo-code', subjectId: id, before: told(before), after: told(after) });
      return (await findPmoCode(act.trx, id)) as PmoCodeRecord;
    },
  };
}
export type PmoCodeService = ReturnType<typeof createPmoCodeService>;
