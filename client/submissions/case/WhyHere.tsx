import BlockIcon from '@mui/icons-material/HighlightOff';
import DoneIcon from '@mui/icons-material/TaskAlt';
import { Box, List, ListItem, ListItemIcon, ListItemText, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useStaffNames } from '../../auth/use-staff-names.ts';
import { useFormat } from '../../i18n/format.ts';
import type { AvailableAction, CaseRecord } from './case-record.ts';
import { useBlockerWords } from './use-blocker-words.ts';
import { turnOf } from './reading-view.ts';
import { useNow } from './use-now.ts';

/** The due date is the reviewer's: once decided, it presses nobody. */
const isUndecided = (status: CaseRecord['status']) =>
  status === 'submitted' || status === 'in_review' || status === 'on_hold';

/** Whose turn it is, what unblocks it, and by when. */
export function WhyHere({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const now = useNow();
  const holder = nameOf(record.assigneeId);
  const turn = turnOf(record);
  return (
    <Box component="section" aria-label={translate('case.why')}>
      <Typography variant="overline" component="h2">
        {translate('case.why')}
      </Typography>
      <Typography variant="body2">
        <strong>{translate(`case.turn.${turn}.who`)}</strong> {translate(`case.turn.${turn}.next`)}
      </Typography>
      {holder && record.leaseUntil && Date.parse(record.leaseUntil) > now && (
        <Typography variant="body2">
          {translate('case.heldBy', { holder, until: format.time(record.leaseUntil) })}
        </Typography>
      )}
      {record.dueAt && isUndecided(record.status) && (
        <Typography variant="body2" color={Date.parse(record.dueAt) < now ? 'error' : 'text.secondary'}>
          {translate('case.due', {
            at: format.instant(record.dueAt),
            distance: format.distance(record.dueAt, now),
          })}
        </Typography>
      )}
    </Box>
  );
}

/** Whose hands it is in keeps a reviewer from verifying; for everybody else nothing hangs on it. */
const ABOUT_THE_CLAIM = new Set(['NOT_CLAIMED', 'CLAIMED_BY_OTHER']);

/** What still keeps the case from being verified. */
export function BlockerChecklist({ actions }: { actions: readonly AvailableAction[] }) {
  const translate = useTranslate();
  const words = useBlockerWords();
  const verify = actions.find(({ action }) => action === 'verify');
  // Before and after review there is nothing to verify, so nothing stands in the way of it.
  if (!verify || verify.blockers.some(({ code }) => code === 'STATUS_FORBIDS')) return null;
  const isReviewer = verify.blockers.every(({ code }) => code !== 'ROLE_MAY_NOT');
  const blockers = verify.blockers.filter(
    ({ code }) => code !== 'ROLE_MAY_NOT' && (isReviewer || !ABOUT_THE_CLAIM.has(code)),
  );
  return (
    <Box component="section" aria-label={translate('case.checklist')} sx={{ mt: 1 }}>
      <Typography variant="overline" component="h2">
        {translate('case.checklist')}
      </Typography>
      <List dense disablePadding>
        {blockers.map((blocker, index) => (
          <ListItem key={`${blocker.code}-${index}`} disableGutters sx={{ py: 0, alignItems: 'flex-start' }}>
            <ListItemIcon sx={{ minWidth: 28, mt: 0.5 }}>
              <BlockIcon fontSize="small" color="error" />
            </ListItemIcon>
            <ListItemText primary={words(blocker)} />
          </ListItem>
        ))}
        {blockers.length === 0 && (
          <ListItem disableGutters sx={{ py: 0 }}>
            <ListItemIcon sx={{ minWidth: 28 }}>
              <DoneIcon fontSize="small" color="success" />
            </ListItemIcon>
            <ListItemText primary={translate('case.nothingBlocks')} />
          </ListItem>
        )}
      </List>
    </Box>
  );
}
