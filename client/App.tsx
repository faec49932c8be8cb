import { lazy } from 'react';
import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Route } from 'react-router-dom';
import { auditEvents } from './audit/audit-events.tsx';
import { authProvider } from './auth-provider.ts';
import { LoginPage } from './auth/LoginPage.tsx';
import { AccountPage, staff } from './auth/staff.ts';
import { batches } from './batches/batches.ts';
import { dataProvider } from './data-provider.ts';
import { duplicates } from './duplicates/duplicates.ts';
import { dispatches } from './forwarding/dispatches.ts';
import { reconciliation } from './forwarding/reconciliation.ts';
import { i18nProvider } from './i18n/i18n-provider.ts';
import { ktpRecords } from './identity/ktp-records.ts';
import { imports } from './imports/imports.ts';
import { jobs } from './jobs/jobs.ts';
import { AccessDeniedPage } from './layout/AccessDeniedPage.tsx';
import { AboutPage } from './layout/AboutPage.tsx';
import { lateOverrides } from './lateness/late-overrides.ts';
import { ConsoleLayout } from './layout/ConsoleLayout.tsx';
import { ErrorPage } from './layout/ErrorPage.tsx';
import { LatestNotice } from './layout/LatestNotice.tsx';
import { NotFoundPage } from './layout/NotFoundPage.tsx';
import { notices } from './notices/notices.ts';
import { createQueryClient } from './query-client.ts';
import { offices, ruleSets, waves } from './reference/reference.tsx';
import { pmoCodes, refusalClinic } from './forwarding/refusal-clinic.ts';
import { rescreenings } from './screening/rescreenings.ts';
import { screeningLists } from './screening/screening-lists.ts';
import { signals } from './signals/signals.ts';
import { signOff } from './sign-off/sign-off.ts';
import { submissions } from './submissions/submissions.ts';
import { darkTheme, lightTheme } from './theme/theme.ts';

const queryClient = createQueryClient();
const Home = lazy(() => import('./dashboard/Home.tsx').then((page) => ({ default: page.Home })));

// A Resource is one folder that exports its ResourceProps (name, lazy pages, icon, `options.group` for the menu: see
// submissions/submissions.ts), one line here, and one line in i18n/messages.ts for its words.
export function App() {
  return (
    <Admin
      title="Loket Prakerja"
      dataProvider={dataProvider}
      queryClient={queryClient}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      layout={ConsoleLayout}
      dashboard={Home}
      loginPage={LoginPage}
      catchAll={NotFoundPage}
      accessDenied={AccessDeniedPage}
      error={ErrorPage}
      notification={LatestNotice}
      theme={lightTheme}
      darkTheme={darkTheme}
      defaultTheme="light"
      requireAuth
      disableTelemetry
    >
      <Resource {...submissions} />
      <Resource {...imports} />
      <Resource {...duplicates} />
      <Resource {...batches} />
      <Resource {...dispatches} />
      <Resource {...reconciliation} />
      <Resource {...refusalClinic} />
      <Resource {...notices} />
      <Resource {...lateOverrides} />
      <Resource {...auditEvents} />
      <Resource {...signals} />
      <Resource {...waves} />
      <Resource {...offices} />
      <Resource {...ruleSets} />
      <Resource {...screeningLists} />
      <Resource {...rescreenings} />
      <Resource {...ktpRecords} />
      <Resource {...signOff} />
      <Resource {...pmoCodes} />
      <Resource {...staff} />
      <Resource {...jobs} />
      <CustomRoutes>
        <Route path="/about" element={<AboutPage />} />
        <Route path="/account" element={<AccountPage />} />
      </CustomRoutes>
    </Admin>
  );
}
