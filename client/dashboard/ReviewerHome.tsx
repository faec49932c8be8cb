import { Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useStaffIdentity } from '../auth/use-staff.ts';
import { Tiles } from '../layout/Tiles.tsx';
import { NextCaseButton } from '../submissions/NextCaseButton.tsx';
import { listPath } from './list-path.ts';
import { Panels } from './Panel.tsx';
import { AgeingPanel, DecisionsPanel, PipelinePanel, ReasonsPanel } from './WavePanels.tsx';

/** My queue, and the button that begins the flow review. */
export function ReviewerHome({ figures }: { figures: Dashboard }) {
  const translate = useTranslate();
  const staffId = useStaffIdentity()?.id;
  const { queue } = figures;
  if (!queue || staffId === undefined) return null;
  const mine = listPath('submissions', { status: 'in_review', assigneeId: staffId });
  return (
    <>
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
        <Typography variant="h2" sx={{ flexGrow: 1 }}>
          {translate('dashboard.myQueue')}
        </Typography>
        <NextCaseButton size="large" />
      </Stack>
      <Tiles
        tiles={[
          { label: translate('dashboard.overdue'), value: queue.overdue, tone: 'error', to: mine },
          { label: translate('dashboard.dueToday'), value: queue.dueToday, tone: 'warning', to: mine },
          { label: translate('dashboard.mine'), value: queue.mine, to: mine },
          {
            label: translate('dashboard.onHold'),
            value: queue.onHold,
            to: listPath('submissions', { status: 'on_hold' }),
          },
          {
            label: translate('dashboard.secondReadings'),
            value: queue.secondReadings,
            tone: 'info',
            to: listPath('submissions', { reading: 'awaits_second', firstReaderId_neq: staffId }),
          },
          {
            label: translate('dashboard.waiting'),
            value: queue.waiting,
            to: listPath('submissions', { status: 'submitted' }),
          },
        ]}
      />
      <Panels>
        <DecisionsPanel figures={figures} />
        <AgeingPanel figures={figures} />
        <PipelinePanel figures={figures} />
        <ReasonsPanel figures={figures} />
      </Panels>
    </>
  );
}
