/**
 * Who may do what: the one table of roles and permissions, read by the server (every route names a
 * permission) and by the console (menus and buttons). Source: domain.md section 4.
 */
export const ROLES = ['intake', 'reviewer', 'coordinator', 'approver', 'pmo', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const ALL_BUT_ADMIN = ['intake', 'reviewer', 'coordinator', 'approver', 'pmo', 'auditor'] as const;
const EVERYONE = ROLES;
const BATCH_READERS = ['coordinator', 'approver', 'pmo', 'auditor', 'reviewer'] as const;
const EVIDENCE_READERS = ALL_BUT_ADMIN;

/** Each permission with the roles that hold it. A permission that no role holds does not exist. */
export const PERMISSIONS = {
  'session.own': EVERYONE,
  'dashboard.read': EVERYONE,
  'view.own': EVERYONE,
  'job.read': EVERYONE,
  'region.read': EVERYONE,
  'reason.read': EVERYONE,
  'office.read': EVERYONE,
  'wave.read': EVERYONE,
  'rule-set.read': EVERYONE,
  'screening-list.read': ['admin', 'auditor', 'coordinator', 'reviewer'],
  'ktp-record.read': ['admin', 'auditor', 'coordinator'],
  'staff.read': ['admin'],
  'staff-name.read': EVERYONE,

  'submission.read': ALL_BUT_ADMIN,
  'submission.search': ALL_BUT_ADMIN,
  'submission.create': ['intake'],
  'submission.edit': ['intake'],
  'submission.submit': ['intake'],
  'submission.resubmit': ['intake'],
  'submission.withdraw': ['intake', 'coordinator'],
  'submission.note': ['intake', 'reviewer', 'coordinator'],
  'submission.claim': ['reviewer'],
  'submission.release': ['reviewer', 'coordinator'],
  'submission.hold': ['reviewer'],
  'submission.resume': ['reviewer'],
  'submission.return': ['reviewer', 'coordinator'],
  'submission.verify': ['reviewer'],
  'submission.reject': ['reviewer'],
  'submission.undo': ['reviewer'],
  'submission.reopen': ['coordinator'],
  'submission.assign': ['coordinator'],
  'submission.revoke': ['pmo'],
  'submission.reveal': ['intake', 'reviewer', 'coordinator', 'auditor'],
  'submission.export': ['coordinator', 'auditor'],
  'receipt.print': ['intake', 'reviewer', 'coordinator'],

  'identity.read': EVIDENCE_READERS,
  'identity.check': ['reviewer', 'coordinator'],
  'identity.settle': ['reviewer'],
  'identity.second-read': ['reviewer'],
  'identity.third-read': ['coordinator'],
  'screening.read': EVIDENCE_READERS,
  'screening.run': ['reviewer', 'coordinator'],
  // Counts go to whoever keeps the lists; whose names stand behind them, only to those who may see a case.
  'rescreening.read': ['admin', 'auditor', 'coordinator', 'reviewer'],
  'rescreening.read-changes': ['auditor', 'coordinator', 'reviewer'],
  'wave.rescreen': ['coordinator', 'admin'],
  'duplicate.read': EVIDENCE_READERS,
  'duplicate.decide': ['reviewer', 'coordinator'],

  'document.read': ['intake', 'reviewer', 'coordinator', 'approver', 'auditor', 'pmo'],
  'document.attach': ['intake'],

  'import.read': ['intake', 'coordinator', 'auditor'],
  'import.write': ['intake', 'coordinator'],

  'counter.use': ['intake'],

  'batch.read': BATCH_READERS,
  'batch.compose': ['coordinator'],
  'batch.seal': ['coordinator'],
  'batch.papers': ['coordinator'],
  'batch.submit': ['coordinator'],
  'batch.sign': ['reviewer', 'coordinator', 'approver'],
  'batch.ratify': ['approver'],
  'batch.send-back': ['approver'],
  'batch.forward': ['coordinator'],

  'composition.read': ['coordinator', 'approver', 'auditor'],
  'reconciliation.read': ['coordinator', 'approver', 'pmo', 'auditor'],

  'late-override.read': ['coordinator', 'approver', 'auditor'],
  'late-override.order': ['coordinator'],
  'late-override.answer': ['approver'],

  'dispatch.read': ['coordinator', 'pmo', 'auditor'],
  'dispatch.retry': ['coordinator'],
  'dispatch.by-file': ['coordinator'],
  'sending.read': ['coordinator', 'pmo', 'auditor', 'admin'],
  'sending.turn': ['coordinator', 'admin'],
  'delivery.acknowledge': ['pmo'],
  'delivery.refuse': ['pmo'],
  'delivery.answer': ['pmo'],
  // By a program alone, with a token and a signature.
  'delivery.answer-signed': ['pmo'],
  'pmo-code.read': ['coordinator', 'pmo', 'auditor', 'admin'],
  'pmo-code.write': ['admin'],
  'pmo-refusal.read': ['coordinator', 'auditor'],

  'notice.read': ['coordinator', 'auditor'],
  'notice.send': ['coordinator'],

  'audit.read': ['auditor'],
  'signal.read': ['coordinator', 'auditor'],

  'sign-off.read': ['admin', 'auditor', 'coordinator', 'approver', 'reviewer'],
  'sign-off.order': ['admin'],
  'reference.write': ['admin'],
  'staff.write': ['admin'],
  'token.write': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];

/** True when the role holds the permission. */
export function may(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/** The permissions of each role, for the console's menus and buttons. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = Object.fromEntries(
  ROLES.map((role) => [role, PERMISSION_NAMES.filter((permission) => may(role, permission))]),
) as unknown as Record<Role, readonly Permission[]>;
