import type { Permission } from '@server/auth/permission-rules.ts';

type Act = 'read' | 'create' | 'edit';

/** Resources whose permissions do not follow `<singular>.<act>`. */
const NAMED: Record<string, Partial<Record<Act, Permission>>> = {
  batches: { read: 'batch.read', create: 'batch.compose', edit: 'batch.compose' },
  imports: { read: 'import.read', create: 'import.write', edit: 'import.write' },
  dispatches: { read: 'dispatch.read' },
  'refusal-clinic': { read: 'pmo-refusal.read' },
  'pmo-codes': { read: 'pmo-code.read', create: 'pmo-code.write', edit: 'pmo-code.write' },
  'audit-events': { read: 'audit.read' },
  staff: { read: 'staff.read', create: 'staff.write', edit: 'staff.write' },
  delegations: { read: 'sign-off.read' },
  offices: { read: 'office.read', create: 'reference.write', edit: 'reference.write' },
  waves: { read: 'wave.read', create: 'reference.write', edit: 'reference.write' },
  'rule-sets': { read: 'rule-set.read', create: 'reference.write', edit: 'reference.write' },
  'screening-lists': { read: 'screening-list.read', create: 'reference.write', edit: 'reference.write' },
  'ktp-records': { read: 'ktp-record.read', create: 'reference.write', edit: 'reference.write' },
};

const ACTS: Record<string, Act> = { list: 'read', show: 'read', create: 'create', edit: 'edit' };

/** The permission that opens a page of a resource; undefined when no role holds one (nobody may). */
export function permissionToOpen(resource: string, action: string): Permission | undefined {
  const act = ACTS[action];
  if (!act) return undefined;
  const named = NAMED[resource];
  if (named) return named[act];
  return `${resource.replace(/s$/, '')}.${act}` as Permission;
}

/** Whether a staff member holding `permissions` may open that page. Deletion and other stock acts have no page. */
export function mayOpen(permissions: readonly Permission[], resource: string, action: string): boolean {
  const permission = permissionToOpen(resource, action);
  return permission !== undefined && permissions.includes(permission);
}
