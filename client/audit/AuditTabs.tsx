import { Tab, Tabs } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';

const PAGES = [
  ['log', '/audit-events'],
  ['record', '/audit-events/record'],
  ['nik', '/audit-events/nik-access'],
  ['unmasking', '/audit-events/unmasking'],
  ['overrides', '/audit-events/overrides'],
] as const;

/** The auditor's pages, side by side. */
export function AuditTabs() {
  const translate = useTranslate();
  const { pathname } = useLocation();
  const current = PAGES.find(([, path]) => path === pathname)?.[0] ?? 'log';
  return (
    <Tabs
      value={current}
      variant="scrollable"
      component="nav"
      aria-label={translate('audit.pages')}
      sx={{ borderBottom: 1, borderColor: 'divider', minHeight: 42, '& .MuiTab-root': { minHeight: 42 } }}
    >
      {PAGES.map(([name, path]) => (
        <Tab key={name} value={name} component={Link} to={path} label={translate(`audit.page.${name}`)} />
      ))}
    </Tabs>
  );
}
