import { describe, expect, it } from 'vitest';
import { ROLES, may, type Role } from '../../../server/auth/permission-rules.ts';
import {
  ACTIONS_BY_STATUS,
  isClaimed,
  OWN_COMMANDS,
  PERMISSION_FOR_ACTION,
  STATUS_AFTER,
  SUBMISSION_ACTIONS,
  statusTransitions,
  submissionBlockers,
  type Actor,
  type SubmissionAction,
  type SubmissionFacts,
} from '../../../server/submissions/submission-rules.ts';
import {
  editableFields,
  makesCheckStale,
  missingDocuments,
  presenceBlockers,
  submitBlockers,
} from '../../../server/submissions/submission-form-rules.ts';
import { IDENTITY_INPUTS, SUBMISSION_STATUSES } from '../../../server/submissions/submission-schema.ts';

const NOW = '2026-11-22T03:00:00.000Z';
const LATER = '2026-11-22T03:30:00.000Z';

const actorOf = (role: Role, id = 7): Actor => ({ id, role, officeId: 1 });
const facts = (values: Partial<SubmissionFacts> = {}): SubmissionFacts => ({
  status: 'in_review',
  channel: 'offline',
  officeId: 1,
  assigneeId: 7,
  leaseUntil: LATER,
  keyedById: 3,
  decidedById: null,
  keyedByIds: [3],
  ownRegistration: false,
  inSealedBatch: false,
  ...values,
});
const codes = (
  action: SubmissionAction,
  values: Partial<SubmissionFacts>,
  actor: Actor,
  evidence: { code: string }[] = [],
) => submissionBlockers(action, facts(values), actor, NOW, evidence).map((blocker) => blocker.code);

/** The road of domain.md section 5, written down a second time so that a slip in the table is seen. */
const ROAD: Record<string, string[]> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['in_review', 'withdrawn'],
  in_review: ['on_hold', 'needs_correction', 'rejected', 'verified', 'withdrawn'],
  needs_correction: ['submitted', 'withdrawn'],
  on_hold: ['in_review', 'withdrawn'],
  verified: ['in_review', 'batched', 'withdrawn'],
  batched: ['verified', 'ratified', 'withdrawn'],
  ratified: ['sent', 'withdrawn'],
  sent: ['confirmed', 'pmo_returned', 'pmo_rejected', 'ratified'],
  confirmed: ['revoked'],
  pmo_returned: ['needs_correction'],
  pmo_rejected: [],
  rejected: ['submitted'],
  withdrawn: [],
  revoked: [],
};

describe('the life of a registration', () => {
  it('moves only along the road of the design', () => {
    for (const status of SUBMISSION_STATUSES) {
      const reached = new Set(
        statusTransitions()
          .filter(([from]) => from === status)
          .map(([, to]) => to),
      );
      expect([...reached].sort(), status).toEqual([...(ROAD[status] ?? [])].sort());
    }
  });

  it('knows for every action where it leads and who may do it', () => {
    for (const action of SUBMISSION_ACTIONS) {
      expect(STATUS_AFTER, action).toHaveProperty(action);
      const permission = PERMISSION_FOR_ACTION[action];
      expect(
        ROLES.some((role) => may(role, permission)),
        action,
      ).toBe(true);
    }
  });

  it.each(
    SUBMISSION_STATUSES.flatMap((status) => SUBMISSION_ACTIONS.map((action) => [status, action] as const)),
  )('in %s, %s is refused for its status exactly where the table does not list it', (status, action) => {
    const listed = (ACTIONS_BY_STATUS[status] as readonly SubmissionAction[]).includes(action);
    const refused = codes(action, { status }, actorOf('reviewer')).includes('STATUS_FORBIDS');
    expect(refused).toBe(!listed);
  });

  it('ends for good in withdrawn, revoked and refused by the PMO', () => {
    for (const status of ['withdrawn', 'revoked', 'pmo_rejected'] as const)
      expect(ACTIONS_BY_STATUS[status]).toEqual([]);
  });

  it.each(ROLES.flatMap((role) => OWN_COMMANDS.map((action) => [role, action] as const)))(
    'lets %s do %s only with its permission',
    (role, action) => {
      const permission = PERMISSION_FOR_ACTION[action];
      const status = SUBMISSION_STATUSES.find((one) =>
        (ACTIONS_BY_STATUS[one] as readonly SubmissionAction[]).includes(action),
      ) as SubmissionFacts['status'];
      const refused = codes(action, { status, decidedById: 7 }, actorOf(role)).includes('ROLE_MAY_NOT');
      if (!may(role, permission)) expect(refused).toBe(true);
    },
  );
});

describe('separation of duties', () => {
  it('keeps whoever keyed, imported or edited a registration from deciding on it', () => {
    const decisions = [
      'verify',
      'reject',
      'return',
      'identity-settle',
      'second-read',
      'third-read',
      'hold',
    ] as const;
    for (const action of decisions) {
      expect(codes(action, { keyedByIds: [3, 7] }, actorOf('reviewer')), action).toContain('KEYED_BY_ACTOR');
      expect(codes(action, { keyedByIds: [3] }, actorOf('reviewer')), action).not.toContain('KEYED_BY_ACTOR');
    }
  });

  it('keeps everybody from deciding on their own registration', () => {
    expect(codes('verify', { ownRegistration: true }, actorOf('reviewer'))).toContain('OWN_REGISTRATION');
    expect(codes('reject', { ownRegistration: true }, actorOf('reviewer'))).toContain('OWN_REGISTRATION');
    expect(codes('third-read', { ownRegistration: true }, actorOf('coordinator'))).toEqual([
      'OWN_REGISTRATION',
    ]);
    const rejected = { status: 'rejected', ownRegistration: true } as const;
    expect(codes('reopen', rejected, actorOf('coordinator'))).toEqual(['OWN_REGISTRATION']);
    const confirmed = { status: 'confirmed', ownRegistration: true } as const;
    expect(codes('revoke', confirmed, actorOf('pmo'))).toEqual(['OWN_REGISTRATION']);
  });

  it('lets a verification be undone only by whoever made it', () => {
    expect(codes('undo', { status: 'verified', decidedById: 8 }, actorOf('reviewer'))).toContain(
      'DECIDED_BY_OTHER',
    );
    expect(codes('undo', { status: 'verified', decidedById: 7 }, actorOf('reviewer'))).toEqual([]);
  });

  it('keeps the counter to its own office', () => {
    expect(codes('edit', { status: 'draft', officeId: 2 }, actorOf('intake'))).toContain('OTHER_OFFICE');
    expect(codes('edit', { status: 'draft' }, actorOf('intake'))).toEqual([]);
  });

  it('leaves what the PMO returned to the coordinator, and the rest to reviewers', () => {
    expect(
      codes('return', { status: 'pmo_returned', assigneeId: null, leaseUntil: null }, actorOf('coordinator')),
    ).toEqual([]);
    expect(
      codes('return', { status: 'pmo_returned', assigneeId: null, leaseUntil: null }, actorOf('reviewer')),
    ).toContain('ROLE_MAY_NOT');
    expect(codes('return', {}, actorOf('coordinator'))).toContain('ROLE_MAY_NOT');
    expect(codes('return', {}, actorOf('reviewer'))).toEqual([]);
  });
});

describe('claims', () => {
  it('names the holder to whoever acts on a record they do not hold', () => {
    const blockers = submissionBlockers('verify', facts({ assigneeId: 9 }), actorOf('reviewer'), NOW);
    expect(blockers).toContainEqual(expect.objectContaining({ code: 'CLAIMED_BY_OTHER', holderId: 9 }));
  });

  it('frees a case the moment its lease is over', () => {
    expect(isClaimed({ assigneeId: 9, leaseUntil: NOW }, NOW)).toBe(false);
    expect(codes('claim', { assigneeId: 9, leaseUntil: NOW }, actorOf('reviewer'))).toEqual([]);
    expect(codes('claim', { assigneeId: 9, leaseUntil: LATER }, actorOf('reviewer'))).toEqual([
      'CLAIMED_BY_OTHER',
    ]);
  });

  it('asks for the claim before a decision', () => {
    for (const action of ['verify', 'return', 'reject', 'hold', 'identity-settle'] as const) {
      expect(codes(action, { assigneeId: null, leaseUntil: null }, actorOf('reviewer')), action).toEqual([
        'NOT_CLAIMED',
      ]);
    }
  });

  it('lets the second and the third reader read what somebody else holds, or nobody', () => {
    for (const [action, role] of [
      ['second-read', 'reviewer'],
      ['third-read', 'coordinator'],
    ] as const)
      for (const holder of [{ assigneeId: 9 }, { assigneeId: null, leaseUntil: null }])
        for (const status of ['in_review', 'on_hold'] as const)
          expect(codes(action, { ...holder, status }, actorOf(role)), `${action} ${status}`).toEqual([]);
  });

  it('lets the coordinator free a case somebody holds', () => {
    expect(codes('release', { assigneeId: 9 }, actorOf('coordinator'))).toEqual([]);
    expect(codes('release', { assigneeId: 9 }, actorOf('reviewer'))).toEqual(['CLAIMED_BY_OTHER']);
    expect(codes('release', { assigneeId: null, leaseUntil: null }, actorOf('reviewer'))).toEqual([
      'NOT_CLAIMED',
    ]);
  });
});

describe('what a decision needs', () => {
  it('refuses verification for every blocker of the evidence, all at once', () => {
    expect(
      codes('verify', {}, actorOf('reviewer'), [{ code: 'IDENTITY_STALE' }, { code: 'KK_LIMIT' }]),
    ).toEqual(['IDENTITY_STALE', 'KK_LIMIT']);
    expect(codes('verify', {}, actorOf('reviewer'))).toEqual([]);
  });

  it('keeps a row of a sealed batch from being withdrawn', () => {
    expect(codes('withdraw', { status: 'batched', inSealedBatch: true }, actorOf('coordinator'))).toEqual([
      'IN_SEALED_BATCH',
    ]);
    expect(codes('withdraw', { status: 'batched' }, actorOf('coordinator'))).toEqual([]);
  });

  it('names the documents the wave asks for and the registration lacks', () => {
    expect(missingDocuments(['ktp_photo', 'form_scan'], ['form_scan'])).toEqual([
      { code: 'DOC_MISSING', kind: 'ktp_photo' },
    ]);
    expect(missingDocuments([], [])).toEqual([]);
  });

  const offline = {
    channel: 'offline' as const,
    luringReason: 'KEBIJAKAN',
    cameInPerson: true,
    originalKtpSeen: true,
    presenceNote: null,
    declarations: null,
  };

  it('asks at the counter that the person came and showed the original KTP, or why not', () => {
    expect(presenceBlockers(offline)).toEqual([]);
    expect(presenceBlockers({ ...offline, cameInPerson: false }).map(({ code }) => code)).toEqual([
      'PRESENCE_UNEXPLAINED',
    ]);
    expect(presenceBlockers({ ...offline, originalKtpSeen: null }).map(({ code }) => code)).toEqual([
      'KTP_NOT_SEEN_UNEXPLAINED',
    ]);
    expect(
      presenceBlockers({ ...offline, cameInPerson: false, presenceNote: 'sakit, diwakili anak' }),
    ).toEqual([]);
    expect(
      presenceBlockers({ ...offline, channel: 'online', cameInPerson: null, originalKtpSeen: null }),
    ).toEqual([]);
  });

  it('asks offline for the reason of the road, online for every declaration', () => {
    expect(submitBlockers(offline)).toEqual([]);
    expect(submitBlockers({ ...offline, luringReason: null }).map(({ code }) => code)).toEqual([
      'LURING_REASON_MISSING',
    ]);
    const declared = { dataTrue: true, notInEducation: true, notExcludedPost: true, consent: true };
    expect(submitBlockers({ ...offline, channel: 'online', declarations: declared })).toEqual([]);
    expect(
      submitBlockers({ ...offline, channel: 'assisted', declarations: { ...declared, consent: false } }).map(
        ({ code }) => code,
      ),
    ).toEqual(['DECLARATION_UNSIGNED']);
    expect(submitBlockers({ ...offline, channel: 'online' }).map(({ code }) => code)).toEqual([
      'DECLARATION_UNSIGNED',
    ]);
  });

  it('leave no check standing that was made of what they changed, and touch none where no input of it changed', () => {
    for (const name of IDENTITY_INPUTS) expect(makesCheckStale('matched', ['phone', name])).toBe(true);
    expect(makesCheckStale('matched', ['email', 'phone', 'regionCode'])).toBe(false);
    expect(makesCheckStale('unchecked', [...IDENTITY_INPUTS])).toBe(false);
  });

  it('locks the name once the registration was submitted', () => {
    expect(editableFields('draft', false)).toBe('all');
    expect(editableFields('needs_correction', true)).toBe('all_but_name');
    expect(editableFields('verified', true)).toBe('none');
  });
});
