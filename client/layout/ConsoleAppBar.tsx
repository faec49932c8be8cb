import SearchIcon from '@mui/icons-material/Search';
import { Box, Button, Chip, Tooltip } from '@mui/material';
import {
  AppBar,
  LoadingIndicator,
  LocalesMenuButton,
  Logout,
  TitlePortal,
  ToggleThemeButton,
  UserMenu,
  useTranslate,
} from 'react-admin';
import { AccountMenuItem } from '../auth/AccountMenuItem.tsx';
import { useStaffIdentity } from '../auth/use-staff.ts';
import { AboutMenuItem } from './AboutMenuItem.tsx';
import { useCommandPalette } from './command-palette-context.ts';
import { TimeZoneSwitch } from './TimeZoneSwitch.tsx';

function PaletteButton() {
  const translate = useTranslate();
  const { open } = useCommandPalette();
  return (
    <Button
      color="inherit"
      size="small"
      variant="outlined"
      startIcon={<SearchIcon />}
      onClick={open}
      sx={{ mx: 1 }}
    >
      {translate('app.palette.open')}
    </Button>
  );
}

/** Whose hat one wears, and where: every decision is signed with it. */
function RoleBadge() {
  const translate = useTranslate();
  const staff = useStaffIdentity();
  if (!staff) return null;
  const role = translate(`enums.role.${staff.role}`);
  return (
    <Tooltip title={staff.officeName}>
      <Chip
        size="small"
        label={`${role} · ${staff.officeName}`}
        sx={{
          mx: 1,
          // What the title and the other buttons leave of the width.
          maxWidth: 'clamp(160px, 100vw - 1040px, 420px)',
          color: '#fff',
          bgcolor: 'rgba(255,255,255,0.16)',
        }}
      />
    </Tooltip>
  );
}

/** The bar on top: title of the page, command palette, who one is, zone, language and theme. */
export function ConsoleAppBar() {
  const translate = useTranslate();
  const staff = useStaffIdentity();
  return (
    <AppBar
      alwaysOn
      color="default"
      toolbar={
        <>
          <TimeZoneSwitch />
          <LocalesMenuButton />
          <ToggleThemeButton />
          <LoadingIndicator aria-label={translate('ra.page.loading')} />
        </>
      }
      userMenu={
        <UserMenu label={staff?.fullName}>
          <AccountMenuItem />
          <AboutMenuItem />
          <Logout />
        </UserMenu>
      }
    >
      <TitlePortal component="h1" />
      <Box sx={{ flexShrink: 0 }}>
        <PaletteButton />
        <RoleBadge />
      </Box>
    </AppBar>
  );
}
