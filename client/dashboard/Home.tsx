import { Alert, Skeleton, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { Title, useDataProvider, useTranslate } from 'react-admin';
import type { Role } from '@server/auth/permission-rules.ts';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
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

const REFRESH_MILLISECONDS = 60_000;

/** Says at the top what is down next door: waiting work then has a reason. */
function NeighbourBanners({ figures }: { figures: Dashboard }) {
  const translate = useTranslate();
  const down = (['register', 'pmo'] as const).filter((name) => figures.neighbours?.[name] === 'down');
  return (
    <>
      {down.map((name) => (
        <Alert key={name} severity="warning">
          {translate(`dashboard.down.${name}`)}
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
      {RoleHome && <RoleHome figures={data} />}
    </Stack>
  );
}
