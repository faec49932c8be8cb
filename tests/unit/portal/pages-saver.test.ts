import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PortalSubmission, SaveForm } from '../../../server/portal/portal-schema.ts';
import { FormSaver } from '../../../client/portal/form-saver.ts';
import type { Unsent } from '../../../client/portal/form-rules.ts';
import { PortalError } from '../../../client/portal/portal-api.ts';

const BLANK = {
  fullName: 'Siti Contohwati',
  ...{
    nikMasked: null,
    kkNumberMasked: null,
    birthPlace: null,
    birthDate: null,
    sex: null,
    ktpAddress: null,
  },
  ...{ domicileAddress: null, regionCode: null, educationLevel: null, employmentStatus: null },
  ...{ desiredTraining: null, declarations: null },
};

/** A server of one form: it keeps what it is sent, and refuses as the test says. */
function desk(unsent: Unsent = {}) {
  const kept: { form: Record<string, unknown>; version: number } = { form: { ...BLANK }, version: 1 };
  const bodies: SaveForm[] = [];
  const refusals: PortalError[] = [];
  let inTab: Unsent | null = null;
  const submission = () => ({ version: kept.version, form: { ...kept.form } }) as unknown as PortalSubmission;
  const put = (body: SaveForm) => {
    bodies.push(body);
    const refusal = refusals.shift();
    if (refusal) return Promise.reject(refusal);
    if (body.version !== kept.version) return Promise.reject(new PortalError(409, 'STALE_VERSION'));
    const { version: _, nik, ...rest } = body;
    Object.assign(kept.form, rest, nik ? { nikMasked: `${nik.slice(0, 6)}**********` } : {});
    kept.version += 1;
    return Promise.resolve(submission());
  };
  const saver = new FormSaver(
    {
      put,
      load: () => Promise.resolve(submission()),
      keepUnsent: (left) => {
        inTab = left;
      },
      now: () => '2026-12-01T03:32:00Z',
      today: () => '2026-12-01',
    },
    submission(),
    unsent,
  );
  return { saver, kept, bodies, refusals, inTab: () => inTab };
}

describe('a form that saves itself', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('saves a moment after typing, once, and says when', async () => {
    const { saver, kept, bodies, inTab } = desk();
    saver.type('birthPlace', 'Sema');
    saver.type('birthPlace', 'Semarang');
    expect(inTab()).toEqual({ birthPlace: 'Semarang' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(bodies).toEqual([{ version: 1, birthPlace: 'Semarang' }]);
    expect(kept.form['birthPlace']).toBe('Semarang');
    expect(saver.snapshot()).toMatchObject({ unsent: {}, savedAt: '2026-12-01T03:32:00Z', saving: false });
    expect(inTab()).toBeNull();
  });

  it('holds a half-typed NIK back until it is whole, and still shows it after it was saved', async () => {
    const { saver, bodies } = desk();
    saver.type('nik', '33740157');
    saver.type('birthPlace', 'Semarang');
    expect(await saver.flush()).toBe(false);
    expect(bodies).toEqual([{ version: 1, birthPlace: 'Semarang' }]);
    saver.type('nik', '3374015705949001');
    expect(await saver.flush()).toBe(true);
    expect(saver.values().nik).toBe('3374015705949001');
  });

  it('loses nothing to a broken line, and tries again by itself', async () => {
    const { saver, kept, refusals, inTab } = desk();
    refusals.push(new PortalError(0, 'NETWORK'));
    saver.type('ktpAddress', 'Jl. Melati 7');
    expect(await saver.flush()).toBe(false);
    expect(saver.snapshot().failure?.code).toBe('NETWORK');
    expect(inTab()).toEqual({ ktpAddress: 'Jl. Melati 7' });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(kept.form['ktpAddress']).toBe('Jl. Melati 7');
    expect(saver.snapshot().failure).toBeNull();
    expect(inTab()).toBeNull();
  });

  it('waits as long as the server asks', async () => {
    const { saver, bodies, refusals } = desk();
    refusals.push(new PortalError(429, 'TOO_MANY_REQUESTS', { retryAfter: 60 }));
    saver.type('ktpAddress', 'Jl. Melati 7');
    await saver.flush();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(bodies).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(bodies).toHaveLength(2);
    expect(saver.snapshot().unsent).toEqual({});
  });

  it('keeps what another tab saved meanwhile, and puts its own beside it', async () => {
    const { saver, kept, bodies } = desk();
    Object.assign(kept, { version: 5, form: { ...kept.form, birthPlace: 'Solo' } });
    saver.type('ktpAddress', 'Jl. Melati 7');
    expect(await saver.flush()).toBe(true);
    expect(bodies.map(({ version }) => version)).toEqual([1, 5]);
    expect(kept.form).toMatchObject({ birthPlace: 'Solo', ktpAddress: 'Jl. Melati 7' });
    expect(saver.values().birthPlace).toBe('Solo');
  });

  it('does not go round for ever when every version is called stale', async () => {
    const { saver, bodies, refusals } = desk();
    refusals.push(new PortalError(409, 'STALE_VERSION'), new PortalError(409, 'STALE_VERSION'));
    saver.type('ktpAddress', 'Jl. Melati 7');
    expect(await saver.flush()).toBe(false);
    expect(bodies).toHaveLength(2);
    expect(saver.snapshot().failure?.code).toBe('STALE_VERSION');
  });

  it('marks the box the server refuses, saves the others, and sends that value no more', async () => {
    const { saver, bodies, refusals } = desk();
    refusals.push(new PortalError(409, 'DUPLICATE'));
    saver.type('nik', '3374015705949001');
    saver.type('birthPlace', 'Semarang');
    expect(await saver.flush()).toBe(false);
    expect(bodies.at(-1)).toEqual({ version: 1, birthPlace: 'Semarang' });
    expect(saver.snapshot().refused.nik?.problem).toBe('problem.nikTaken');
    await saver.flush();
    expect(bodies).toHaveLength(2);
    saver.type('nik', '3374015705949002');
    expect(await saver.flush()).toBe(true);
  });

  it('marks what a 422 names, declarations all together', async () => {
    const { saver, refusals } = desk();
    refusals.push(new PortalError(422, 'INVALID_INPUT', { errors: { 'declarations.consent': 'no' } }));
    saver.type('consent', 'yes');
    await saver.flush();
    expect(Object.keys(saver.snapshot().refused)).toEqual(['consent']);
  });

  it('sends on opening what an ended session left in the tab', async () => {
    const { saver, kept } = desk({ ktpAddress: 'Jl. Melati 7' });
    expect(saver.values().ktpAddress).toBe('Jl. Melati 7');
    expect(await saver.flush()).toBe(true);
    expect(kept.form['ktpAddress']).toBe('Jl. Melati 7');
  });

  it('never has two saves under way, and none under an old version', async () => {
    const { saver, bodies } = desk();
    saver.type('birthPlace', 'Semarang');
    const first = saver.flush();
    saver.type('ktpAddress', 'Jl. Melati 7');
    await Promise.all([first, saver.flush()]);
    expect(bodies.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('goes back to the saved number when somebody thinks better of it', () => {
    const { saver, inTab } = desk();
    saver.type('kkNumber', '33');
    saver.untype('kkNumber');
    expect(saver.snapshot()).toMatchObject({ typed: {}, unsent: {} });
    expect(inTab()).toBeNull();
  });
});
