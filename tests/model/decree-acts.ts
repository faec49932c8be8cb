import { batchCase, forbids, onEachBatch, rowsOf, screenRows, some, stopped, takeOut } from './batch-case.ts';
import {
  moveBatch, pick, step, type Act, type Batch, type Case, type Life, type Registration, type Staff,
} from './life-model.ts'; // prettier-ignore

const sealing = (life: Life, batch: Batch): Case =>
  batchCase(life, batch, 'seal', {
    against: () => {
      const first = [...forbids(batch, 'open'), ...(batch.rows.size === 0 ? ['EMPTY_BATCH'] : [])];
      return first.length > 0 ? first : stopped(life, batch);
    },
    keptAnyway(reasons) {
      if (reasons.join() !== 'SCREENING_HIT') return [];
      screenRows(life, batch);
      return ['batch.screened'];
    },
    done(actor, _detail, answer) {
      screenRows(life, batch);
      batch.sealerId = actor.id;
      batch.digest = answer['digest'] as string;
      batch.papers.clear();
      batch.lines = [...batch.rows.keys()];
      moveBatch(batch, 'sealed');
      return ['batch.screened', 'batch.sealed'];
    },
  });

/** Opened again, whether by the coordinator or sent back: what was signed for the old digest is worth nothing. */
function openAgain(batch: Batch): void {
  batch.sealerId = null;
  batch.digest = null;
  batch.papers.clear();
  moveBatch(batch, 'open');
}

const unsealing = (life: Life, batch: Batch): Case =>
  batchCase(
    life,
    batch,
    'unseal',
    {
      against: () => forbids(batch, 'sealed'),
      done() {
        openAgain(batch);
        return ['batch.unsealed'];
      },
    },
    () => ({ body: { reason: 'ada baris keliru' } }),
  );

const OTHER_DIGEST = 'a'.repeat(64);

function attaching(life: Life, batch: Batch): Case {
  const kinds = ['attestation', 'handover'];
  const kindOf = (detail: number) =>
    detail % 4 === 3 ? pick(kinds, detail) : (kinds.find((kind) => !batch.papers.has(kind)) ?? 'handover');
  return batchCase(
    life,
    batch,
    'papers',
    {
      against: () => forbids(batch, 'sealed'),
      isInvalid: (_actor, detail) => batch.digest === null || detail % 6 === 5,
      isIdle: (_actor, detail) => batch.papers.has(kindOf(detail)),
      done(_actor, detail) {
        batch.papers.add(kindOf(detail));
        moveBatch(batch);
        return ['document.attached', 'batch.paper-attached'];
      },
    },
    (_actor, detail) => ({
      hasScan: true,
      body: { kind: kindOf(detail), digest: detail % 6 === 5 ? OTHER_DIGEST : (batch.digest ?? '-') },
    }),
  );
}

const submitting = (life: Life, batch: Batch): Case =>
  batchCase(life, batch, 'submit', {
    against: () => [
      ...forbids(batch, 'sealed'),
      ...(batch.channel === 'offline' && batch.papers.size < 2 ? ['PAPERS_MISSING'] : []),
    ],
    done() {
      moveBatch(batch, 'awaiting_ratification');
      return ['batch.submitted'];
    },
  });

/** What was ratified, sent or confirmed holds one place of the wave each. */
function placesTaken(life: Life, batch: Batch): number {
  const keeps = ({ status, waveId, batchId }: Registration) =>
    waveId === batch.waveId && batchId !== batch.id && ['ratified', 'sent', 'confirmed'].includes(status);
  return life.registrations.filter(keeps).length;
}

/** Whoever keyed, verified or composed may not ratify, nor anybody their own registration (section 4). */
function dutyReasons(life: Life, batch: Batch, actor: Staff): string[] {
  const rows = rowsOf(life, batch);
  const isComposer = batch.composerId === actor.id || [...batch.rows.values()].includes(actor.id);
  return [
    ...(isComposer ? ['COMPOSED_BY_ACTOR'] : []),
    ...(batch.sealerId === actor.id ? ['SEALED_BY_ACTOR'] : []),
    ...(rows.some(({ hands }) => hands.has(actor.id)) ? ['KEYED_BY_ACTOR'] : []),
    ...(rows.some(({ readers }) => readers.has(actor.id)) ? ['VERIFIED_BY_ACTOR'] : []),
    ...(rows.some(({ person }) => life.people.indexOf(person) === actor.self) ? ['OWN_REGISTRATION'] : []),
  ];
}

const DAY_MS = 86_400_000;
const dayAfter = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
let decrees = 0;

function ratifying(life: Life, batch: Batch, password: string): Case {
  const isUsed = (detail: number) => detail % 7 === 5 && life.decrees.length > 0;
  const quota = life.waves.find(({ id }) => id === batch.waveId)?.quota ?? 0;
  decrees += 1;
  const fresh = `KEP.${decrees}/MODEL/${process.pid}`;
  const numberOf = (detail: number) => (isUsed(detail) ? pick(life.decrees, detail).toLowerCase() : fresh);
  return batchCase(
    life,
    batch,
    'ratify',
    {
      against: (actor, detail) => [
        ...forbids(batch, 'awaiting_ratification'),
        ...dutyReasons(life, batch, actor),
        ...(batch.rowCount + placesTaken(life, batch) > quota ? ['QUOTA'] : []),
        // Lists may not be newer than the last screening.
        ...(rowsOf(life, batch).some(({ screening }) => screening.listNo !== life.listNo) ? ['LIST_NEWER'] : []),
        ...(isUsed(detail) ? ['DECREE_NO_USED'] : []),
        ...(detail % 7 === 6 ? ['DECREE_DATE_FUTURE'] : []),
      ],
      done(_actor, detail) {
        life.decrees.push(numberOf(detail));
        screenRows(life, batch);
        moveBatch(batch, 'ratified');
        for (const one of rowsOf(life, batch)) step(one, 'ratified');
        return ['batch.screened', 'batch.ratified'];
      },
    },
    (_actor, detail) => ({
      body: { password, decreeNo: numberOf(detail), decreeDate: dayAfter(detail % 7 === 6 ? 3 : 0) },
    }),
  );
} // prettier-ignore

function sendingBack(life: Life, batch: Batch): Case {
  const named = (detail: number) =>
    detail % 3 === 0 ? [] : detail % 5 === 4 ? some(life.registrations.map(({ id }) => id), detail) : some([...batch.rows.keys()], detail);
  return batchCase(
    life,
    batch,
    'send-back',
    {
      against: (_actor, detail) => [
        ...forbids(batch, 'awaiting_ratification'),
        ...(named(detail).every((id) => batch.rows.has(id)) ? [] : ['NOT_IN_BATCH']),
      ],
      done(_actor, detail) {
        openAgain(batch);
        takeOut(life, batch, named(detail));
        return ['batch.sent-back'];
      },
    },
    (_actor, detail) => ({
      body: { reasons: ['DOC_UNREADABLE'], ...(named(detail).length > 0 ? { rows: named(detail) } : {}) },
    }),
  );
} // prettier-ignore

/** From the seal to the decree (domain.md section 6). @param password the staff's, which ratifying asks again. */
export function decreeActs(password: string): readonly Act[] {
  const sealer = { kind: 'batch', roles: ['coordinator'] } as const;
  const approver = { kind: 'batch', roles: ['approver'] } as const;
  return [
    { ...sealer, name: 'seal', event: 'batch.sealed', isRoad: true, cases: onEachBatch(sealing) },
    { ...sealer, name: 'unseal', event: 'batch.unsealed', cases: onEachBatch(unsealing) },
    { ...sealer, name: 'attach-paper', event: 'batch.paper-attached', status: 201, isRoad: true, cases: onEachBatch(attaching) },
    { ...sealer, name: 'submit-batch', event: 'batch.submitted', isRoad: true, cases: onEachBatch(submitting) },
    { ...approver, name: 'ratify', event: 'batch.ratified', isRoad: true, cases: onEachBatch((life, batch) => ratifying(life, batch, password)) },
    { ...approver, name: 'send-back', event: 'batch.sent-back', cases: onEachBatch(sendingBack) },
  ]; // prettier-ignore
}
