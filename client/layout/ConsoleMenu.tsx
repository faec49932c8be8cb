import { Divider, ListSubheader } from '@mui/material';
import {
  Menu,
  usePermissions,
  useResourceDefinitions,
  useSidebarState,
  useTranslate,
  type ResourceDefinition,
} from 'react-admin';
import type { Permission } from '@server/auth/permission-rules.ts';
import { menuSections, type MenuOptions } from './menu-groups.ts';

const HEADING = { bgcolor: 'transparent', lineHeight: '30px', mt: 1 };

/** The menu, grouped by what the role may do. */
export function ConsoleMenu() {
  const translate = useTranslate();
  const [open] = useSidebarState();
  const { permissions } = usePermissions<Permission[]>();
  const definitions = Object.values(useResourceDefinitions()) as ResourceDefinition<MenuOptions>[];
  return (
    <Menu>
      <Menu.DashboardItem />
      {menuSections(definitions, permissions ?? []).flatMap(({ group, names }) => [
        open ? (
          <ListSubheader key={`group-${group}`} component="li" role="presentation" disableSticky sx={HEADING}>
            {translate(`app.menu.${group}`)}
          </ListSubheader>
        ) : (
          <Divider key={`group-${group}`} component="li" sx={{ my: 1 }} />
        ),
        ...names.map((name) => <Menu.ResourceItem key={name} name={name} />),
      ])}
    </Menu>
  );
}
