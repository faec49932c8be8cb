import { Alert, Skeleton, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { Title, useDataProvider, useTranslate } from 'react-admin';
import type { Role } from '@server/auth/permission-rules.ts';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { SendingBanner, SendingPanel } from '../forwarding/SendingSwitch.tsx';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { AdminHome, AuditorHome } from './OversightHomes.tsx';
import { ApproverHome, PmoHome } from './BatchHomes.tsx';
import { CoordinatorHome } from './CoordinatorHome.tsx';
import { IntakeHome } from './IntakeHome.tsx';
import { ReviewerHome } from './ReviewerHome.tsx';

const HOMES: Record<Role, ComponentType<{ figures: Dashboard }>> = {
  intake: IntakeHome,
  reviewer: ReviewerHome,
  coordinator: CoordinatorHome,
  approver: ApproverHome,
  pmo: PmoHome,
  auditor: AuditorHome,
  admin: AdminHome,
};

/** Fewer questions than this are soon asked. */
const FEW_QUESTIONS = 1000;
const REFRESH_MILLISECONDS = 60_000;

/** Says at the top what is down next door: waiting work then has a reason. */
function NeighbourBanners({ figures }: { figures: Dashboard }) {
  const translate = useTranslate();
  const format = useFormat();
  if (!figures.neighbours) return null;
  const {
    register,
    registerSince,
    registerCause,
    registerWaiting,
    sealedWaiting,
    quotaLeft,
    credentialsEndIn,
    pmo,
  } = figures.neighbours;
  // A reviewer can do nothing about the account.
  const minds = figures.role !== 'reviewer';
  const warnings = [
    ...(register === 'down'
      ? [
          translate('dashboard.down.register', {
            since: format.instant(registerSince),
            cause: translate(`dashboard.registerCause.${registerCause}`),
            smart_count: registerWaiting,
          }),
        ]
      : []),
    ...(minds && sealedWaiting > 0
      ? [translate('dashboard.sealedWaiting', { smart_count: sealedWaiting })]
      : []),
    ...(minds && quotaLeft !== null && quotaLeft < FEW_QUESTIONS
      ? [translate('dashboard.quotaLeft', { smart_count: quotaLeft })]
      : []),
    ...(!minds || credentialsEndIn === null
      ? []
      : [translate(`dashboard.credentials.${credentialsEndIn < 0 ? 'ended' : 'end'}`, { smart_count: Math.abs(credentialsEndIn) })]), // prettier-ignore
    ...(pmo === 'down' ? [translate('dashboard.down.pmo')] : []),
  ];
  return (
    <>
      {warnings.map((text) => (
        <Alert key={text} severity="warning">
          {text}
        </Alert>
      ))}
    </>
  );
}

/** The first page after login: what this role does next, and where the wave stands. */
export function Home() {
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['dashboard'],
    queryFn: ({ signal }) => dataProvider.read<Dashboard>('dashboard', { signal, background: true }),
    refetchInterval: REFRESH_MILLISECONDS,
  });
  const RoleHome = data && HOMES[data.role];
  return (
    <Stack spacing={2} sx={{ mt: 1 }}>
      <Title title="ra.page.dashboard" />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={360} />}
      {data && <NeighbourBanners figures={data} />}
      {data?.role === 'admin' ? <SendingPanel /> : <SendingBanner />}
      {RoleHome && <RoleHome figures={data} />}
    </Stack>
  );
}
