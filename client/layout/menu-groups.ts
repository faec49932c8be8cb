import type { ResourceDefinition } from 'react-admin';
import type { Permission } from '@server/auth/permission-rules.ts';
import { mayOpen } from '../auth/access.ts';

export const MENU_GROUPS = ['review', 'batches', 'audit', 'reference', 'system'] as const;
export type MenuGroup = (typeof MENU_GROUPS)[number];

/** What a Resource says about its place in the menu, in its `options`. */
export interface MenuOptions {
  /** Absent: the resource has no entry. */
  group?: MenuGroup;
  /** Needed beyond opening the page, for pages that many may read but few work in. */
  menuPermission?: Permission;
}

export interface MenuSection {
  group: MenuGroup;
  names: string[];
}

function hasEntry(
  permissions: readonly Permission[],
  { name, options, hasList }: ResourceDefinition<MenuOptions>,
) {
  if (!hasList || !options?.group || !mayOpen(permissions, name, 'list')) return false;
  return options.menuPermission === undefined || permissions.includes(options.menuPermission);
}

/** The menu for these permissions: groups in their order, without empty ones. */
export function menuSections(
  definitions: readonly ResourceDefinition<MenuOptions>[],
  permissions: readonly Permission[],
): MenuSection[] {
  const entries = definitions.filter((definition) => hasEntry(permissions, definition));
  return MENU_GROUPS.map((group) => ({
    group,
    names: entries.filter(({ options }) => options?.group === group).map(({ name }) => name),
  })).filter(({ names }) => names.length > 0);
}
