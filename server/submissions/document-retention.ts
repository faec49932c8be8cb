import type { Act, AuditService } from '../audit/audit-service.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import type { Connection, Database } from '../database.ts';
import type { DocumentVault } from '../documents/document-vault.ts';
import {
  DELETED_AFTER_USE,
  keptUntil,
  settledBy,
  SETTLED_STATUSES,
  type RetentionRule,
} from './document-retention-rules.ts';

export interface RetentionDependencies {
  database: Database;
  audit: AuditService;
  vault: Pick<DocumentVault, 'remove'>;
}

/** Deleted in one transaction, which leaves an event for each. */
const AT_ONCE = 200;

interface DueRow {
  id: number;
  kind: string;
  submission_id: number;
  settled_status: string;
  settled_at: string;
}

/** Pictures that have been kept long enough, held; of two servers at it each finds what the other has left. */
async function dueRows(connection: Connection, settledUpTo: string, limit: number): Promise<DueRow[]> {
  const settledAt = '(SELECT max(t.at) FROM submission_transitions t WHERE t.submission_id = s.id)';
  return (await connection('documents as d')
    .join('submissions as s', 's.id', 'd.submission_id')
    .whereNull('d.deleted_at')
    .whereIn('d.kind', DELETED_AFTER_USE)
    .whereIn('s.status', SETTLED_STATUSES)
    .whereRaw(`${settledAt} <= ?`, [settledUpTo])
    .orderBy('d.id')
    .limit(limit)
    .modify((query) => void (connection.isTransaction ? query.forUpdate('d') : query))
    .select('d.id', 'd.kind', 'd.submission_id', {
      settled_status: 's.status',
      settled_at: connection.raw(settledAt),
    })) as DueRow[];
}

async function deleteSome(
  act: Act,
  rule: RetentionRule,
  rows: readonly DueRow[],
  now: string,
): Promise<void> {
  const { days, owner } = rule;
  await insertMany(act.trx, {
    table: 'document_deletions',
    columns: ['document_id', 'submission_id', 'settled_status', 'settled_at', 'kept_until'],
    rows: rows.map((row) => [
      ...[row.id, row.submission_id, row.settled_status, row.settled_at],
      keptUntil(row.settled_at, rule),
    ]),
    same: { kept_days: days, rule_owner: owner, deleted_at: now },
  });
  const ids = rows.map(({ id }) => id);
  await whereAny(act.trx('documents'), act.trx, 'id', ids).update({ deleted_at: now });
  for (const row of rows)
    act.record({
      subject: 'document',
      subjectId: row.id,
      details: {
        kind: row.kind,
        submissionId: row.submission_id,
        settledAt: row.settled_at,
        keptDays: days,
        owner,
      },
    });
}

/**
 * Deletes copies of KTP cards whose registration ended long enough ago (domain.md sections 2 and 11), and leaves a record of each.
 * The record is written first and the files go after it: a server that dies between the two finishes at its next turn.
 */
export function createDocumentRetention(
  { database, audit, vault }: RetentionDependencies,
  rule: RetentionRule,
) {
  async function removeFiles(): Promise<void> {
    const rows = (await database
      .read('document_deletions as x')
      .join('documents as d', 'd.id', 'x.document_id')
      .whereNull('x.files_gone_at')
      .orderBy('x.id')
      .select('x.id', 'd.original_name', 'd.served_name')) as {
      id: number;
      original_name: string;
      served_name: string | null;
    }[];
    for (const { id, original_name, served_name } of rows) {
      for (const name of [original_name, served_name]) if (name) await vault.remove(name);
      await database
        .write('document_deletions')
        .where({ id })
        .whereNull('files_gone_at')
        .update({ files_gone_at: new Date().toISOString() });
    }
  }

  return {
    /** Deletes whatever is due at `now`; gives how many pictures went. */
    async deleteDue(now = new Date()): Promise<number> {
      const settledUpTo = settledBy(now.toISOString(), rule);
      // Left by a server that died between the record and the files.
      await removeFiles();
      let deleted = 0;
      for (;;) {
        // Looked for outside the transaction: mostly there is nothing, and nobody has to wait for that answer.
        const [first] = await dueRows(database.read, settledUpTo, 1);
        if (!first) return deleted;
        deleted += await audit.unattended('housekeeping', 'document.deleted', async (act) => {
          const rows = await dueRows(act.trx, settledUpTo, AT_ONCE);
          if (rows.length > 0) await deleteSome(act, rule, rows, now.toISOString());
          return rows.length;
        });
        await removeFiles();
      }
    },
  };
}
export type DocumentRetention = ReturnType<typeof createDocumentRetention>;
