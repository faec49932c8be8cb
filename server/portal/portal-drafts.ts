import { randomUUID } from 'node:crypto';
import type { Connection } from '../database.ts';
import type { PreparedDocument } from '../documents/document-service.ts';
import type { DocumentRow } from '../documents/document-store.ts';
import type { DocumentVault } from '../documents/document-vault.ts';
import { staleVersion } from '../errors.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { DraftForm } from './portal-form-rules.ts';
import type { PortalDocument } from './portal-schema.ts';

export interface DraftRow {
  id: number;
  uid: string;
  applicant_id: number;
  wave_id: number;
  form_enc: Buffer;
  created_at: string;
  updated_at: string;
  version: number;
}

/** A picture of a draft: a document that is nobody's registration's yet. */
export type DraftDocumentRow = Pick<
  DocumentRow,
  | 'id'
  | 'kind'
  | 'mime'
  | 'size'
  | 'width'
  | 'height'
  | 'sha256'
  | 'look'
  | 'original_name'
  | 'served_name'
  | 'created_at'
> & { draft_id: number };

const place = (uid: string) => ({ table: 'portal_drafts', column: 'form_enc', rowUid: uid });

export const toPreparedDocument = (row: DraftDocumentRow): PreparedDocument => ({
  ...{ sha256: row.sha256, mime: row.mime, size: row.size, width: row.width, height: row.height },
  ...{ look: row.look, originalName: row.original_name, servedName: row.served_name },
});

export const toPortalDocument = (
  row: Pick<DraftDocumentRow, 'id' | 'kind' | 'size' | 'sha256' | 'created_at'>,
): PortalDocument => ({
  ...{ id: row.id, kind: row.kind as PortalDocument['kind'], size: row.size, sha256: row.sha256 },
  createdAt: row.created_at,
});

/** Forms that were not handed in yet: sealed as a whole, seen by nobody of the staff. */
export function createPortalDrafts({
  encryption,
  vault,
}: {
  encryption: FieldEncryption;
  vault: DocumentVault;
}) {
  const seal = (form: DraftForm, uid: string) => encryption.encrypt(JSON.stringify(form), place(uid));
  const documentsOf = (connection: Connection, draftId: number) =>
    connection('portal_draft_documents').where({ draft_id: draftId }).orderBy('id') as Promise<
      DraftDocumentRow[]
    >;
  const namesOf = (rows: readonly Pick<DraftDocumentRow, 'original_name' | 'served_name'>[]) =>
    rows.flatMap((row) => [row.original_name, row.served_name]).filter((name) => name !== null);

  return {
    documentsOf,
    formOf: (row: Pick<DraftRow, 'uid' | 'form_enc'>): DraftForm =>
      JSON.parse(encryption.decrypt(row.form_enc, place(row.uid))) as DraftForm,

    /** The draft of a wave, made empty where there is none: a photo may come before the first field. */
    async ensure(trx: Connection, applicantId: number, waveId: number, now: string): Promise<DraftRow> {
      const uid = randomUUID();
      const key = { applicant_id: applicantId, wave_id: waveId };
      await trx('portal_drafts')
        .insert({ ...key, uid, form_enc: seal({}, uid), created_at: now, updated_at: now })
        .onConflict(['applicant_id', 'wave_id'])
        .ignore();
      return (await trx('portal_drafts').where(key).forUpdate().first()) as DraftRow;
    },

    /** Saves a form over the version that was seen. Throws 409 where it was changed since. */
    async save(trx: Connection, row: DraftRow, version: number, form: DraftForm, now: string): Promise<void> {
      const saved = await trx('portal_drafts')
        .where({ id: row.id, version })
        .update({ form_enc: seal(form, row.uid), updated_at: now, version: version + 1 });
      if (saved === 0) throw staleVersion({ version: row.version });
    },

    /** Removes a draft and its documents' rows, seen at this version; the files are the caller's now. */
    async take(trx: Connection, row: DraftRow, version: number): Promise<void> {
      const taken = await trx('portal_drafts').where({ id: row.id, version }).delete();
      if (taken === 0) throw staleVersion({ version: row.version });
    },

    /** Removes all drafts of somebody; gives the names of the files that belong to nobody now. */
    async removeAll(trx: Connection, applicantId: number): Promise<string[]> {
      const rows = (await trx('portal_draft_documents as f')
        .join('portal_drafts as d', 'd.id', 'f.draft_id')
        .where('d.applicant_id', applicantId)
        .select('f.*')) as DraftDocumentRow[];
      await trx('portal_drafts').where({ applicant_id: applicantId }).delete();
      return namesOf(rows);
    },

    /** Removes drafts of waves that closed before an instant; gives the files that belong to nobody now. */
    async removeClosed(trx: Connection, before: string): Promise<{ drafts: number; files: string[] }> {
      const closed = trx('waves').where('closes_at', '<', before).select('id');
      const rows = (await trx('portal_draft_documents as f')
        .join('portal_drafts as d', 'd.id', 'f.draft_id')
        .whereIn('d.wave_id', closed.clone())
        .select('f.*')) as DraftDocumentRow[];
      const drafts = await trx('portal_drafts').whereIn('wave_id', closed.clone()).delete();
      return { drafts, files: namesOf(rows) };
    },

    namesOf,
    /** After the act: a file whose deletion a crash cuts off is found by the daily comparison of the vault. */
    async discardFiles(names: readonly string[]): Promise<void> {
      for (const name of names) await vault.remove(name);
    },
  };
}
export type PortalDrafts = ReturnType<typeof createPortalDrafts>;
