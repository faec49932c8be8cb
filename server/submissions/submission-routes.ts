import { z } from 'zod';
import { invalid } from '../errors.ts';
import type { Database } from '../database.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, replace, type RouteRecord } from '../http/route.ts';
import { JobAccepted } from '../jobs/job-schema.ts';
import type { SubmissionBulk } from './submission-bulk.ts';
import { bulkPermission } from './submission-bulk.ts';
import { BULK_VERBS } from './submission-bulk-schema.ts';
import * as Body from './submission-commands-schema.ts';
import type { DuplicateService } from './duplicate-service.ts';
import type { SubmissionEntry } from './submission-entry.ts';
import { listSubmissions, SUBMISSION_LIST } from './submission-list.ts';
import { idOf } from '../http/address-id.ts';
import { reviewRoutes } from './submission-review-routes.ts';
import type { SubmissionClaims } from './submission-claims.ts';
import type { SubmissionReadings } from './submission-readings.ts';
import { readSearch } from './submission-search.ts';
import type { SubmissionReview } from './submission-review.ts';
import { CreateSubmission, EditSubmission, SubmissionRecord } from './submission-schema.ts';
import { RECORD_COLUMNS, rowToSubmission, visibleTo, type SubmissionRecordRow } from './submission-store.ts';
import type { SubmissionView } from './submission-view.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';

export interface SubmissionRouteDependencies {
  database: Database;
  blindIndex: BlindIndex;
  entry: SubmissionEntry;
  claims: SubmissionClaims;
  readings: SubmissionReadings;
  review: SubmissionReview;
  view: SubmissionView;
  bulk: SubmissionBulk;
  duplicates: DuplicateService;
}

function readRoutes({ database, view, duplicates }: SubmissionRouteDependencies): RouteRecord[] {
  return [
    list('/submissions', {
      permission: 'submission.read',
      audit: { none: 'masked rows; searches by name leave their own event' },
      summary: 'Registrations the actor may see, NIK and KK masked',
      list: SUBMISSION_LIST,
      response: SubmissionRecord,
      handle: async (context, request) => {
        if (request.q)
          await context.note({
            subject: 'submissions',
            action: 'submission.searched',
            details: { by: 'name' },
          });
        return listSubmissions(database, context.actor, request);
      },
    }),
    read('/submissions/:id', {
      permission: 'submission.read',
      audit: 'submission.read',
      summary: 'One registration with its evidence',
      response: SubmissionRecord,
      handle: async (context) => {
        const record = await view.caseOf(context.actor, idOf(context.params));
        await context.note({ subject: 'submission', subjectId: record.id });
        return record;
      },
    }),
    read('/submissions/:id/history', {
      permission: 'submission.read',
      audit: { none: 'part of the case page, whose reading is logged' },
      summary: 'Everything that happened to it',
      handle: ({ actor, params }) => view.history(actor, idOf(params)),
    }),
    read('/submissions/:id/evidence', {
      permission: 'identity.read',
      audit: { none: 'part of the case page, whose reading is logged' },
      summary: 'The latest identity check and screening',
      handle: async ({ actor, params }) => {
        const { evidence, screening, reasons } = await view.caseOf(actor, idOf(params));
        return { evidence, screening, reasons };
      },
    }),
    read('/submissions/:id/family', {
      permission: 'submission.read',
      audit: { none: 'part of the case page, whose reading is logged' },
      summary: 'Everyone of the same KK card over all waves',
      handle: ({ actor, params }) => view.family(actor, idOf(params)),
    }),
    read('/submissions/:id/duplicates', {
      permission: 'duplicate.read',
      audit: { none: 'part of the case page, whose reading is logged' },
      summary: 'Registrations that may be the same person',
      handle: async ({ actor, params }) => {
        const row = await view.find(actor, idOf(params));
        return duplicates.listFor(database.read, actor, row.id);
      },
    }),
    read('/submissions/:id/available-actions', {
      permission: 'submission.read',
      audit: { none: 'part of the case page, whose reading is logged' },
      summary: 'What may be done to it now, and what stands in the way of the rest',
      handle: ({ actor, params }) => view.actions(actor, idOf(params)),
    }),
  ];
}

function searchRoute({ database, blindIndex }: SubmissionRouteDependencies): RouteRecord {
  return command('/submissions/search', {
    permission: 'submission.search',
    audit: 'submission.searched',
    summary:
      'Search by full NIK or KK number, registration number or name; the number stays out of the address',
    body: Body.Search,
    repeatable: false,
    response: z.array(SubmissionRecord),
    handle: async (context) => {
      const { number, by, page } = readSearch(context.body);
      const result = number
        ? await runList<SubmissionRecordRow, SubmissionRecord>(database.read, SUBMISSION_LIST, page, {
            from: () =>
              visibleTo(database.read('submissions'), context.actor).where(
                (either) =>
                  void either
                    .where('nik_bidx', blindIndex.nik(number))
                    .orWhere('kk_bidx', blindIndex.kk(number)),
              ),
            columns: RECORD_COLUMNS,
            toRecord: rowToSubmission,
            idColumn: 'submissions.id',
            few: true,
          })
        : await listSubmissions(database, context.actor, page);
      const details = { by };
      // Whoever is found by their number was looked for: that belongs to their own history.
      const found = number ? result.rows : [];
      for (const { id } of found) await context.note({ subject: 'submission', subjectId: id, details });
      if (found.length === 0) await context.note({ subject: 'submissions', details });
      context.res.setHeader(
        'Content-Range',
        `submissions ${page.range[0]}-${page.range[0] + Math.max(0, result.rows.length - 1)}/${result.total}`,
      );
      return result.rows;
    },
  });
}

function entryRoutes({ entry }: SubmissionRouteDependencies): RouteRecord[] {
  return [
    command('/submissions', {
      permission: 'submission.create',
      audit: 'submission.created',
      summary: 'Key a registration as a draft of the own office',
      body: CreateSubmission,
      response: SubmissionRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => entry.create(one, body)),
    }),
    replace('/submissions/:id', {
      permission: 'submission.edit',
      audit: 'submission.edited',
      summary: 'Change the form while it is a draft or needs correction',
      body: EditSubmission,
      response: SubmissionRecord,
      handle: ({ act, body, params, sent }) => act((one) => entry.edit(one, idOf(params), body, sent)),
    }),
    command('/submissions/:id/submit', {
      permission: 'submission.submit',
      audit: 'submission.submitted',
      summary: 'Submit a draft; identity and screening run at once',
      body: Body.Versioned,
      response: SubmissionRecord,
      handle: ({ act, params, version }) => act((one) => entry.submit(one, idOf(params), version)),
    }),
    command('/submissions/:id/resubmit', {
      permission: 'submission.resubmit',
      audit: 'submission.resubmitted',
      summary: 'Hand a corrected registration in again',
      body: Body.Versioned,
      response: SubmissionRecord,
      handle: ({ act, params, version }) => act((one) => entry.resubmit(one, idOf(params), version)),
    }),
  ];
}

function viewCommands({ view }: SubmissionRouteDependencies): RouteRecord[] {
  return [
    command('/submissions/:id/reveal', {
      permission: 'submission.reveal',
      audit: 'submission.revealed',
      summary: 'Show NIK and KK in clear, for a stated purpose',
      body: Body.Reveal,
      response: z.object({ nik: z.string(), kkNumber: z.string() }),
      // The numbers must not be kept for a repeated request.
      repeatable: false,
      handle: ({ act, body, params }) => act((one) => view.reveal(one, idOf(params), body.purpose)),
    }),
    command('/submissions/:id/notes', {
      permission: 'submission.note',
      audit: 'submission.noted',
      summary: 'Add a note',
      body: Body.AddNote,
      status: 201,
      handle: ({ act, body, params }) => act((one) => view.addNote(one, idOf(params), body.text)),
    }),
  ];
}

function bulkRoutes({ bulk, database }: SubmissionRouteDependencies): RouteRecord[] {
  return BULK_VERBS.map((verb) =>
    command(`/submissions/bulk/${verb}`, {
      permission: bulkPermission(verb),
      audit: `submission.bulk-${verb}`,
      summary: `${verb} many registrations as one job`,
      body: Body.Bulk,
      response: JobAccepted,
      status: 202,
      handle: async (context) => {
        if (!context.body.dryRun) return context.act((one) => bulk.queue(one, verb, context.body));
        const ids = await bulk.frozenIds(database.read, context.actor, context.body);
        const MOST_DRY = 2000;
        if (ids.length > MOST_DRY)
          throw invalid(
            'TOO_MANY_FOR_DRY_RUN',
            `A dry run covers at most ${MOST_DRY} rows; narrow the filter.`,
          );
        const forecast = await bulk.dryRun(context.actor, verb, ids);
        return context.act((one) => bulk.foretold(one, verb, forecast));
      },
    }),
  );
}

/** Registrations: reading, keying, reviewing, revealing, and many at once. */
export function submissionRoutes(dependencies: SubmissionRouteDependencies): RouteRecord[] {
  return [
    searchRoute(dependencies),
    ...bulkRoutes(dependencies),
    ...readRoutes(dependencies),
    ...entryRoutes(dependencies),
    ...reviewRoutes(dependencies),
    ...viewCommands(dependencies),
  ];
}
