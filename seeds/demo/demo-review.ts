import type { DemoVisitor, Versioned } from './demo-visitor.ts';

interface Case extends Versioned {
  identityOutcome: string;
  screeningOutcome: string;
  duplicateCount: number;
  channel: string;
  reasonCodes: string[];
}

const LEFT_WAITING = 40;
const query = (filter: Record<string, unknown>) =>
  `/api/submissions?filter=${encodeURIComponent(JSON.stringify(filter))}&range=${encodeURIComponent('[0,999]')}&sort=${encodeURIComponent('["id","ASC"]')}`;

const isClean = (one: Case) =>
  one.identityOutcome === 'matched' && one.screeningOutcome === 'clear' && one.duplicateCount === 0;

async function claimed(reviewer: DemoVisitor, one: Case): Promise<Versioned> {
  return reviewer.post(`/api/submissions/${one.id}/claim`, { version: one.version });
}

const isSlip = (one: Case) => one.identityOutcome === 'partial' && one.reasonCodes.includes('NAME_MISMATCH');

/** Two readers of one slip who see different people: a coordinator decides. */
async function readersDisagree(
  { reviewer, reviewer2 }: { reviewer: DemoVisitor; reviewer2: DemoVisitor },
  one: Case,
): Promise<void> {
  const held = await claimed(reviewer, one);
  const read = await reviewer.post<Versioned>(`/api/submissions/${one.id}/identity-settle`, {
    version: held.version,
    verdict: 'same_person',
    reason: 'NAME_MISMATCH',
    note: 'Salah ketik; tanda tangan pada formulir sama dengan KTP.',
  });
  await reviewer2.post(`/api/submissions/${one.id}/second-read`, {
    version: read.version,
    verdict: 'different',
    reason: 'NAME_MISMATCH',
    note: 'Nama adik pemohon pada KK yang sama; tanyakan ke Dinas.',
  });
}

async function decideOpenOnes(
  reviewers: { reviewer: DemoVisitor; reviewer2: DemoVisitor },
  cases: Case[],
): Promise<void> {
  const { reviewer, reviewer2 } = reviewers;
  const take = (test: (one: Case) => boolean) => {
    const at = cases.findIndex(test);
    return at < 0 ? [] : cases.splice(at, 1);
  };
  for (const code of ['KK_MISMATCH', 'DOB_MISMATCH', 'NIK_NOT_FOUND']) {
    for (const one of take((other) => other.reasonCodes.includes(code))) {
      const held = await claimed(reviewer, one);
      await reviewer.post(`/api/submissions/${one.id}/return`, {
        version: held.version,
        reasons: [code],
        note: 'Mohon cocokkan dengan KTP dan KK asli.',
      });
    }
  }
  for (const code of ['BLACKLISTED', 'UNDER_AGE', 'PRIOR_RECIPIENT', 'OVER_AGE']) {
    for (const one of take(
      (other) => other.reasonCodes.includes(code) && other.identityOutcome === 'matched',
    )) {
      const held = await claimed(reviewer2, one);
      await reviewer2.post(`/api/submissions/${one.id}/reject`, { version: held.version, reasons: [code] });
    }
  }
  for (const one of take(isSlip)) {
    const held = await claimed(reviewer, one);
    await reviewer.post(`/api/submissions/${one.id}/identity-settle`, {
      version: held.version,
      verdict: 'same_person',
      reason: 'NAME_MISMATCH',
      note: 'Penulisan nama berbeda; KK dan tanggal lahir sama.',
    });
  }
  for (const one of take(isSlip)) await readersDisagree(reviewers, one);
  for (const one of take((other) => other.identityOutcome === 'not_found')) {
    const held = await claimed(reviewer2, one);
    await reviewer2.post(`/api/submissions/${one.id}/hold`, {
      version: held.version,
      note: 'Menunggu jawaban Dinas tentang NIK.',
    });
  }
  for (const one of take((other) => other.identityOutcome !== 'matched')) await claimed(reviewer, one);
}

/** Reviews as they stand in the middle of a wave: most of the clean rows verified, some of every other state. */
export async function reviewDemo(
  reviewers: { reviewer: DemoVisitor; reviewer2: DemoVisitor },
  intake: DemoVisitor,
  waveId: number,
): Promise<void> {
  const { reviewer } = reviewers;
  const cases = await reviewer.get<Case[]>(query({ waveId, status: 'submitted' }));
  const clean = cases.filter(isClean);
  const verified = clean.slice(0, Math.max(0, clean.length - LEFT_WAITING));
  const { jobId } = await reviewer.post<{ jobId: number }>('/api/submissions/bulk/verify', {
    ids: verified.map((one) => one.id),
  });
  await reviewer.job(jobId);
  await decideOpenOnes(
    reviewers,
    cases.filter((one) => !isClean(one)),
  );
  const last = clean.at(-1);
  if (last)
    await intake.post(`/api/submissions/${last.id}/withdraw`, {
      version: last.version,
      note: 'Pendaftar diterima bekerja.',
    });
  const back = await intake.get<Case[]>(query({ waveId, status: 'needs_correction' }));
  const first = back.at(0);
  if (first)
    await intake.post(`/api/submissions/${first.id}/notes`, {
      text: 'Pendaftar dihubungi lewat telepon, membawa KK terbaru besok.',
    });
}
