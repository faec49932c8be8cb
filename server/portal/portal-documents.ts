import { readFile } from 'node:fs/promises';
import type { DocumentService, PreparedDocument } from '../documents/document-service.ts';
import { documentsOfSubmission } from '../documents/document-store.ts';
import type { DocumentVault } from '../documents/document-vault.ts';
import type { Connection, Database } from '../database.ts';
import { conflict, notFound } from '../errors.ts';
import type { Act } from '../audit/audit-service.ts';
import type { Throttle } from '../auth/throttle.ts';
import { assertWithin, type Asked } from './applicant-account.ts';
import type { ApplicantRow } from './applicant-store.ts';
import type { PortalActor } from './portal-actor.ts';
import { currentOf, type Current } from './portal-current.ts';
import { toPortalDocument, type DraftDocumentRow, type PortalDrafts } from './portal-drafts.ts';
import { mayNow } from './portal-form-rules.ts';
import { LIMITS, MOST_DOCUMENTS } from './portal-limit-rules.ts';
import { notEditable, waveClosed } from './portal-refusals.ts';
import type { PortalDocument } from './portal-schema.ts';

export interface PortalDocumentDependencies {
  database: Database;
  portal: PortalActor;
  documents: DocumentService;
  drafts: PortalDrafts;
  vault: DocumentVault;
  throttle: Throttle;
}

type Kind = PortalDocument['kind'];

/** Throws 409 where nothing may be attached now. */
function assertOpenToDocuments(current: Current | null): asserts current is Current {
  if (current?.submission && !mayNow(current.submission.status, 'edit')) throw notEditable();
  if (!current?.submission && !current?.open) throw waveClosed();
}

function assertRoom(kept: number): void {
  if (kept >= MOST_DOCUMENTS)
    throw conflict('TOO_MANY_DOCUMENTS', `At most ${MOST_DOCUMENTS} pictures are taken. Remove one first.`);
}

/** The pictures of an applicant: before the form is handed in they belong to the draft, and to nobody's eyes but theirs. */
export function createPortalDocuments(dependencies: PortalDocumentDependencies) {
  const { database, portal, documents, drafts, vault, throttle } = dependencies;

  async function addToDraft(
    act: Act,
    applicantId: number,
    waveId: number,
    kind: Kind,
    prepared: PreparedDocument,
  ): Promise<{ row: DraftDocumentRow; repeated: boolean }> {
    const draft = await drafts.ensure(act.trx, applicantId, waveId, act.now);
    const kept = await drafts.documentsOf(act.trx, draft.id);
    const same = kept.find((one) => one.kind === kind && one.sha256 === prepared.sha256);
    if (!same) assertRoom(kept.length);
    const { sha256, mime, size, width, height, look, originalName, servedName } = prepared;
    const row =
      same ??
      ((
        await act
          .trx('portal_draft_documents')
          .insert({
            ...{ draft_id: draft.id, kind, sha256, mime, size, width, height },
            ...{ look, original_name: originalName, served_name: servedName, created_at: act.now },
          })
          .returning('*')
      )[0] as DraftDocumentRow);
    act.record({ subject: 'applicant', subjectId: applicantId, details: { kind, sha256, size } });
    return { row, repeated: same !== undefined };
  }

  /** What is kept of a picture whose act failed, or that was there before, is nobody's. */
  async function keeping<T extends { repeated: boolean }>(
    prepared: PreparedDocument,
    work: () => Promise<T>,
  ): Promise<T> {
    let kept = false;
    try {
      const added = await work();
      kept = !added.repeated;
      return added;
    } finally {
      if (!kept) await documents.discard(prepared);
    }
  }

  async function attachToDraft(asked: Asked, applicantId: number, kind: Kind, path: string) {
    const prepared = await documents.prepare(await readFile(path), { pdf: false });
    const { row } = await keeping(prepared, () =>
      portal.act({ action: 'document.attached', ...asked, applicantId }, async (act) => {
        // The wave may have closed, or the form been handed in, while the picture was looked at.
        const now = await currentOf(act.trx, applicantId, act.now);
        assertOpenToDocuments(now);
        if (now.submission) throw notEditable();
        return addToDraft(act, applicantId, now.wave.id, kind, prepared);
      }),
    );
    return toPortalDocument(row);
  }

  async function findKept(connection: Connection, applicant: ApplicantRow, id: number, now: string) {
    const current = await currentOf(connection, applicant.id, now);
    const rows = current?.submission
      ? await documentsOfSubmission(connection, current.submission.id)
      : current?.draft
        ? await drafts.documentsOf(connection, current.draft.id)
        : [];
    const row = rows.find((one) => one.id === id);
    if (!row) throw notFound('document');
    return { row, submission: current?.submission ?? null, draft: current?.draft ?? null };
  }

  return {
    /** Takes a picture as it lies on the disk. Throws DocumentError, 409 or 429. */
    async attach(asked: Asked, { id }: ApplicantRow, kind: Kind, path: string): Promise<PortalDocument> {
      await assertWithin(throttle, LIMITS.uploadWho, String(id));
      const current = await currentOf(database.read, id, asked.now);
      // Refused before the picture is decoded; asked again inside the transaction.
      assertOpenToDocuments(current);
      if (!current.submission) return attachToDraft(asked, id, kind, path);
      const submissionId = current.submission.id;
      assertRoom((await documentsOfSubmission(database.read, submissionId)).length);
      const { document } = await documents.attach(
        await portal.actor(),
        { bytes: () => readFile(path), submissionId, kind },
        (work) =>
          portal.act({ action: 'document.attached', ...asked, applicantId: id }, async (act) => {
            assertOpenToDocuments(await currentOf(act.trx, id, act.now));
            return work(act);
          }),
      );
      const { kind: of, size, sha256, createdAt } = document;
      return { id: Number(document.id), kind: of as Kind, size, sha256, createdAt };
    },

    /** One's own picture as it is served; anybody else's is not there. Its reading is noted where it is a registration's. */
    async content(
      asked: Asked,
      applicant: ApplicantRow,
      id: number,
    ): Promise<{ body: Buffer; mime: string }> {
      const { row, submission } = await findKept(database.read, applicant, id, asked.now);
      if (submission)
        await portal.note(
          { action: 'document.read', requestId: asked.requestId, applicantId: applicant.id },
          { subject: 'document', subjectId: id },
        );
      return { body: await vault.get(row.served_name ?? row.original_name), mime: row.mime };
    },

    /** Removes one's own picture before the form is handed in; afterwards it is evidence. Throws 404 or 409. */
    async remove(asked: Asked, applicant: ApplicantRow, id: number): Promise<void> {
      const files = await portal.act(
        { action: 'document.removed', ...asked, applicantId: applicant.id },
        async (act) => {
          const { row, draft } = await findKept(act.trx, applicant, id, act.now);
          if (!draft) throw notEditable();
          await act.trx('portal_draft_documents').where({ id, draft_id: draft.id }).delete();
          act.record({
            ...{ subject: 'applicant', subjectId: applicant.id },
            details: { kind: row.kind, sha256: row.sha256 },
          });
          return drafts.namesOf([row]);
        },
      );
      await drafts.discardFiles(files);
    },
  };
}
export type PortalDocuments = ReturnType<typeof createPortalDocuments>;
