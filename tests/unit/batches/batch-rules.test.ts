import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../server/auth/permission-rules.ts';
import { BATCH_BLOCKER_TEXT } from '../../../server/batches/batch-blocker-rules.ts';
import { candidateBlockers, type CandidateFacts } from '../../../server/batches/batch-candidate-rules.ts';
import {
  BATCH_ACTIONS,
  BATCH_ACTIONS_BY_STATUS,
  batchBlockers,
  batchTransitions,
  latestDay,
  missingPapers,
  oldestAllowed,
  ratificationBlockers,
  type BatchFacts,
  type RatificationFacts,
} from '../../../server/batches/batch-rules.ts';
import { BATCH_STATUSES, Digest } from '../../../server/batches/batch-schema.ts';
import { openSqlite } from '../../../server/database.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const NONE = { count: 0, rows: [] };
const FACTS: BatchFacts = {
  status: 'awaiting_ratification',
  channel: 'offline',
  rowCount: 10,
  composedById: 1,
  sealedById: 1,
  papers: ['attestation', 'handover'],
  delivered: false,
};
const CLEAN: RatificationFacts = {
  ...FACTS,
  keyedByActor: NONE,
  verifiedByActor: NONE,
  composedByActor: false,
  ownRegistration: NONE,
  staleChecks: NONE,
  staleScreenings: NONE,
  newerLists: { ...NONE, lists: [] },
  stages: [],
};
const APPROVER = { id: 9, role: 'approver' as const };
const SOME = { count: 2, rows: [{ id: 5, registrationNo: 'PK-AAAA-BBBB-CCCC' }] };
const codes = (blockers: readonly { code: string }[]) => blockers.map(({ code }) => code);
const ratify = (facts: Partial<RatificationFacts>, actor = APPROVER, quotaLeft = 10) =>
  codes(ratificationBlockers({ ...CLEAN, ...facts }, actor, { quotaLeft, now: NOW }));

describe('the life of a batch', () => {
  it('moves along the very pairs that the database’s trigger lets through', async () => {
    const database = await openSqlite(':memory:', 1);
    await database.migrate();
    const rows = (await database.write('batch_status_transitions')) as {
      from_status: string;
      to_status: string;
    }[];
    await database.close();
    const pairs = (list: [string, string][]) => list.map((pair) => pair.join(' → ')).sort();
    expect(pairs(batchTransitions())).toEqual(pairs(rows.map((row) => [row.from_status, row.to_status])));
  });

  it('lets nothing happen to a cancelled batch, and to a settled one only late answers and a screening that reports', () => {
    expect(BATCH_ACTIONS_BY_STATUS.cancelled).toEqual([]);
    expect(BATCH_ACTIONS_BY_STATUS.settled).toEqual(['rescreen', 'answer-file', 'answer-call']);
  });

  it('offers each action only where the status and the role both allow it', () => {
    const statuses = fc.constantFrom(...BATCH_STATUSES);
    fc.assert(
      fc.property(
        statuses,
        fc.constantFrom(...BATCH_ACTIONS),
        fc.constantFrom(...ROLES),
        (status, action, role) => {
          const blockers = codes(
            batchBlockers(action, { ...FACTS, status, delivered: true }, { id: 2, role }),
          );
          const allowed = (BATCH_ACTIONS_BY_STATUS[status] as readonly string[]).includes(action);
          expect(blockers.includes('STATUS_FORBIDS')).toBe(!allowed);
          const signs = role === 'reviewer' && action === 'sign';
          if (['auditor', 'admin', 'intake', 'reviewer'].includes(role) && !signs)
            expect(blockers).toContain('ROLE_MAY_NOT');
        },
      ),
    );
  });

  it('seals no empty batch', () => {
    const facts = { ...FACTS, status: 'open' as const, rowCount: 0 };
    expect(codes(batchBlockers('seal', facts, { id: 1, role: 'coordinator' }))).toEqual(['EMPTY_BATCH']);
  });

  it('wants both signed papers of an offline batch and none of an online one', () => {
    expect(missingPapers({ channel: 'offline', papers: ['handover'] })).toEqual(['attestation']);
    expect(missingPapers({ channel: 'online', papers: [] })).toEqual([]);
  });

  it('lets the PMO judge only what has reached it', () => {
    const facts = { ...FACTS, status: 'sent' as const };
    const pmo = { id: 7, role: 'pmo' as const };
    expect(codes(batchBlockers('acknowledge', facts, pmo))).toEqual(['NOT_DELIVERED']);
    expect(batchBlockers('refuse', { ...facts, delivered: true }, pmo)).toEqual([]);
  });
});

describe('ratifying', () => {
  it('is open to an approver with clean hands, fresh checks and quota', () => {
    expect(ratify({})).toEqual([]);
  });

  it('names every duty that stands against it, all at once', () => {
    expect(
      ratify({
        composedByActor: true, sealedById: 9, keyedByActor: SOME, verifiedByActor: SOME, ownRegistration: SOME,
      }),
    ).toEqual(['COMPOSED_BY_ACTOR', 'SEALED_BY_ACTOR', 'KEYED_BY_ACTOR', 'VERIFIED_BY_ACTOR', 'OWN_REGISTRATION']); // prettier-ignore
    expect(ratify({ composedById: 9 })).toEqual(['COMPOSED_BY_ACTOR']);
  });

  it('names the rows whose evidence is old', () => {
    expect(
      ratify({ staleChecks: SOME, staleScreenings: SOME, newerLists: { ...SOME, lists: ['blacklist'] } }),
    ).toEqual(['STALE_CHECK', 'STALE_SCREENING', 'LIST_NEWER']);
  });

  it('keeps within the quota to the last place', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: -5, max: 1000 }), (rowCount, quotaLeft) => {
        expect(ratify({ rowCount }, APPROVER, quotaLeft).includes('QUOTA')).toBe(rowCount > quotaLeft);
      }),
    );
  });

  it('refuses a decree used before or dated after today anywhere in Indonesia', () => {
    const decree = (date: string, numberUsed = false) =>
      codes(ratificationBlockers(CLEAN, APPROVER, { quotaLeft: 10, now: NOW, decree: { date, numberUsed } }));
    expect(decree('2026-11-22')).toEqual([]);
    expect(decree('2026-11-23')).toEqual(['DECREE_DATE_FUTURE']);
    expect(decree('2026-11-22', true)).toEqual(['DECREE_NO_USED']);
    expect(latestDay('2026-11-22T15:30:00.000Z')).toBe('2026-11-23');
  });

  it('counts ages in whole days back from now', () => {
    expect(oldestAllowed(NOW, 30)).toBe('2026-10-23T08:00:00.000Z');
    expect(oldestAllowed(NOW, 0)).toBe(NOW);
  });
});

describe('a row’s way into a batch', () => {
  const BATCH = { id: 3, waveId: 1, channel: 'offline' as const, officeId: 4, proposer: 'DINAS' as const };
  const ROW: CandidateFacts = {
    status: 'verified', waveId: 1, channel: 'offline', officeId: 4, proposer: 'DINAS', batchId: null, screeningOutcome: 'clear',
  }; // prettier-ignore
  const refused = (changes: Partial<CandidateFacts>) =>
    codes(candidateBlockers({ ...ROW, ...changes }, BATCH));

  it('is open to verified rows of its wave, channel, office and proposer', () => {
    expect(refused({})).toEqual([]);
  });

  it('names every reason at once', () => {
    expect(refused({ waveId: 2, channel: 'assisted', officeId: 5, proposer: 'ORMAS', screeningOutcome: 'hit' })).toEqual(
      ['OTHER_WAVE', 'OTHER_CHANNEL', 'OTHER_OFFICE', 'OTHER_PROPOSER', 'SCREENING_HIT'],
    ); // prettier-ignore
  });

  it('tells a row of this batch from one of another and from one that is not ready', () => {
    expect(refused({ status: 'batched', batchId: 3 })).toEqual(['ALREADY_IN_BATCH']);
    expect(refused({ status: 'batched', batchId: 8 })).toEqual(['IN_OTHER_BATCH']);
    expect(refused({ status: 'in_review' })).toEqual(['NOT_VERIFIED']);
  });
});

describe('the words of a refusal', () => {
  it('explain every code the rules of batches and deliveries give, in both languages', () => {
    const files = [
      'batches/batch-rules.ts',
      'batches/batch-candidate-rules.ts',
      'forwarding/dispatch-rules.ts',
    ];
    const given = files.flatMap((file) => [
      ...readFileSync(`server/${file}`, 'utf8').matchAll(/(?:code: |named\()'([A-Z_]+)'/g),
    ]);
    expect(given.length).toBeGreaterThan(15);
    const unexplained = given
      .map(([, code]) => code as string)
      .filter((code) => !(code in BATCH_BLOCKER_TEXT));
    expect(unexplained).toEqual([]);
    for (const text of Object.values(BATCH_BLOCKER_TEXT)) expect(Object.keys(text)).toEqual(['id', 'en']);
  });

  it('take a digest as it stands on paper, in groups and capitals', () => {
    const digest = 'ab'.repeat(32);
    expect(Digest.parse(digest.toUpperCase().replace(/(.{8})/g, '$1 '))).toBe(digest);
    expect(Digest.safeParse(digest.slice(1)).success).toBe(false);
  });
});
