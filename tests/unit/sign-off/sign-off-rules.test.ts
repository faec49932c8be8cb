import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consentProblem,
  delegationSpan,
  openStage,
  planProblems,
  principalOf,
  signBlockers,
  signOffBlockers,
} from '../../../server/sign-off/sign-off-rules.ts';
import type { StageRecord } from '../../../server/sign-off/sign-off-schema.ts';

const person = (id: number) => ({ id, fullName: `Petugas ${id}` });
const signature = (signerId: number, principalId = signerId) => ({
  signerId,
  signerName: `Petugas ${signerId}`,
  principalId,
  principalName: `Petugas ${principalId}`,
  signedAt: '2026-11-30T00:00:00.000Z',
  note: null,
});
const stage = (
  position: number,
  needed: number,
  signers: number[],
  signed: StageRecord['signatures'] = [],
) => ({
  id: position,
  position,
  name: `Tahap ${position}`,
  needed,
  signers: signers.map(person),
  signatures: signed,
});
const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code);

describe('a plan of stages', () => {
  const all = () => true;
  it('is whole where every stage has as many signers as it asks', () => {
    expect(planProblems([{ name: 'a', needed: 2, signerIds: [1, 2, 3] }, { name: 'b', needed: 1, signerIds: [4] }], all)).toEqual([]); // prettier-ignore
    expect(planProblems([], all)).toEqual([]);
  });

  it.each([
    ['a stage that could never be complete', [{ name: 'a', needed: 2, signerIds: [1] }], ['TOO_FEW_SIGNERS']],
    ['one person counted twice in a stage', [{ name: 'a', needed: 2, signerIds: [1, 1] }], ['SIGNER_TWICE', 'TOO_FEW_SIGNERS']],
    ['one person in two stages', [{ name: 'a', needed: 1, signerIds: [1] }, { name: 'b', needed: 1, signerIds: [1] }], ['SIGNER_TWICE']],
  ])('refuses %s', (_what, stages, expected) => {
    expect(codes(planProblems(stages, all))).toEqual(expected);
  }); // prettier-ignore

  it('refuses a person who may not sign', () => {
    expect(planProblems([{ name: 'a', needed: 1, signerIds: [1, 7] }], (id) => id !== 7)).toEqual([
      { code: 'SIGNER_MAY_NOT', stage: 1, staffId: 7 },
    ]);
  });
});

describe('signing a stage', () => {
  const stages = [stage(1, 1, [1, 2]), stage(2, 2, [3, 4, 5])];

  it('goes by the order of the stages', () => {
    expect(signBlockers(stages, { actorId: 1, principalIds: [] })).toEqual([]);
    expect(signBlockers(stages, { actorId: 3, principalIds: [] })).toEqual([
      { code: 'NOT_A_SIGNER', stage: 'Tahap 1', signers: ['Petugas 1', 'Petugas 2'] },
    ]);
    const second = [stage(1, 1, [1, 2], [signature(1)]), stage(2, 2, [3, 4, 5])];
    expect(signBlockers(second, { actorId: 3, principalIds: [] })).toEqual([]);
    expect(codes(signBlockers(second, { actorId: 2, principalIds: [] }))).toEqual(['NOT_A_SIGNER']);
  });

  it('is done once by a person, whoever for', () => {
    const signed = [stage(1, 2, [1, 2, 3], [signature(1)])];
    expect(codes(signBlockers(signed, { actorId: 1, principalIds: [] }))).toEqual(['SIGNED_BEFORE']);
    expect(codes(signBlockers(signed, { actorId: 1, principalIds: [2] }))).toEqual(['SIGNED_BEFORE']);
    const lent = [stage(1, 2, [1, 2, 3], [signature(9, 2)])];
    expect(codes(signBlockers(lent, { actorId: 2, principalIds: [] }))).toEqual(['SIGNED_BEFORE']);
    expect(codes(signBlockers(lent, { actorId: 8, principalIds: [2] }))).toEqual(['SIGNED_FOR_BEFORE']);
  });

  it('stands for oneself before it stands for somebody else', () => {
    expect(principalOf([stage(1, 2, [1, 2])], { actorId: 1, principalIds: [2] })).toBe(1);
    expect(principalOf([stage(1, 2, [2, 3])], { actorId: 1, principalIds: [2] })).toBe(2);
    expect(principalOf([stage(1, 2, [3])], { actorId: 1, principalIds: [2] })).toBeNull();
  });

  it('says that nothing is to be signed where no stage is open', () => {
    expect(codes(signBlockers([], { actorId: 1, principalIds: [] }))).toEqual(['NOTHING_TO_SIGN']);
    const done = [stage(1, 1, [1], [signature(1)])];
    expect(codes(signBlockers(done, { actorId: 2, principalIds: [] }))).toEqual(['NOTHING_TO_SIGN']);
    expect(openStage(done)).toBeNull();
  });
});

describe('ratifying after the stages', () => {
  it('names every stage that lacks a signature, and who could still give it', () => {
    const stages = [stage(1, 1, [1], [signature(1)]), stage(2, 2, [2, 3], [signature(2)])];
    expect(signOffBlockers(stages, 9)).toEqual([
      { code: 'SIGN_OFF_MISSING', stage: 'Tahap 2', missing: 1, signers: ['Petugas 3'] },
    ]);
  });

  it('is not done by anybody whose signature stands in a stage, given or lent', () => {
    const stages = [stage(1, 1, [1], [signature(8, 1)])];
    expect(codes(signOffBlockers(stages, 8))).toEqual(['SIGNED_BY_ACTOR']);
    expect(codes(signOffBlockers(stages, 1))).toEqual(['SIGNED_BY_ACTOR']);
    expect(signOffBlockers(stages, 9)).toEqual([]);
  });

  it('is never free while a stage asks for more than it has, in whatever order people sign', () => {
    const plan = fc.array(fc.record({ needed: fc.integer({ min: 1, max: 3 }), more: fc.integer({ min: 0, max: 2 }) }), { minLength: 1, maxLength: 4 }); // prettier-ignore
    fc.assert(
      fc.property(plan, fc.array(fc.integer({ min: 1, max: 24 }), { maxLength: 40 }), (wishes, actors) => {
        let next = 1;
        const stages: StageRecord[] = wishes.map(({ needed, more }, index) =>
          stage(
            index + 1,
            needed,
            Array.from({ length: needed + more }, () => next++),
          ),
        );
        for (const actorId of actors) {
          if (signBlockers(stages, { actorId, principalIds: [] }).length > 0) continue;
          openStage(stages)?.signatures.push(signature(actorId));
        }
        const signed = stages.flatMap(({ signatures }) => signatures.map(({ signerId }) => signerId));
        expect(new Set(signed).size).toBe(signed.length);
        for (const [index, { needed, signatures }] of stages.entries()) {
          expect(signatures.length).toBeLessThanOrEqual(needed);
          if (signatures.length > 0)
            expect(stages.slice(0, index).every((one) => one.signatures.length === one.needed)).toBe(true);
        }
        const complete = stages.every(({ needed, signatures }) => signatures.length === needed);
        expect(signOffBlockers(stages, 0).length === 0).toBe(complete);
      }),
    );
  });
});

describe('a delegation', () => {
  it('holds for whole WIB days, the last included', () => {
    expect(delegationSpan('2026-12-01', '2026-12-02')).toEqual({
      startsAt: '2026-11-30T17:00:00.000Z',
      endsAt: '2026-12-02T17:00:00.000Z',
    });
  });

  it('is consented to once, by an administrator who neither ordered it nor is in it', () => {
    const order = { orderedById: 1, consentedById: null, endedAt: null, about: [5, 6] };
    expect(consentProblem(order, 2)).toBeNull();
    expect(consentProblem(order, 1)).toBe('OWN_ORDER');
    expect(consentProblem(order, 6)).toBe('ABOUT_ACTOR');
    expect(consentProblem({ ...order, consentedById: 3 }, 2)).toBe('CONSENTED');
    expect(consentProblem({ ...order, endedAt: '2026' }, 2)).toBe('ENDED');
  });
});
