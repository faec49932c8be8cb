import { Box, Button, Chip, Stack, Tooltip, Typography, type ButtonProps } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import { useStaffIdentity } from '../../auth/use-staff.ts';
import { DECISIONS, READINGS, shownActions } from './action-rules.ts';
import type { AvailableAction, CaseRecord } from './case-record.ts';
import { leaseState } from './lease-rules.ts';
import { useNow } from './use-now.ts';
import { useBlockerWords } from './use-blocker-words.ts';

const LOOKS: Partial<Record<SubmissionAction, Pick<ButtonProps, 'color' | 'variant'>>> = {
  verify: { color: 'success', variant: 'contained' },
  return: { color: 'warning', variant: 'outlined' },
  reject: { color: 'error', variant: 'outlined' },
  hold: { color: 'primary', variant: 'outlined' },
  claim: { color: 'primary', variant: 'contained' },
  resume: { color: 'primary', variant: 'contained' },
  'identity-settle': { color: 'primary', variant: 'contained' },
  'second-read': { color: 'primary', variant: 'contained' },
  'third-read': { color: 'primary', variant: 'contained' },
};

export const ACTION_KEYS: Partial<Record<SubmissionAction, string>> = {
  verify: 'V',
  return: 'R',
  reject: 'X',
  hold: 'H',
  'identity-check': 'C',
};

/** Of two ways to take up a case on hold one goes on with it: a page has one next act. */
const looksOf = (action: SubmissionAction, { status }: CaseRecord) =>
  action === 'claim' && status === 'on_hold' ? LOOKS.hold : LOOKS[action];

interface Props {
  record: CaseRecord;
  actions: readonly AvailableAction[];
  busy: SubmissionAction | null;
  onAct: (action: SubmissionAction) => void;
}

function ActionButton({
  record,
  item,
  busy,
  onAct,
  small,
}: { item: AvailableAction; small: boolean } & Omit<Props, 'actions'>) {
  const translate = useTranslate();
  const words = useBlockerWords();
  const key = ACTION_KEYS[item.action];
  const why = item.blockers.map(words).join('; ');
  return (
    <Tooltip title={why}>
      {/* A disabled button takes no pointer: the wrapper carries the reason. */}
      <Box component="span" sx={{ display: 'inline-flex' }}>
        <Button
          size={small ? 'small' : 'medium'}
          disabled={!item.allowed || busy !== null}
          loading={busy === item.action}
          aria-keyshortcuts={key}
          aria-description={why || undefined}
          onClick={() => onAct(item.action)}
          fullWidth
          {...(looksOf(item.action, record) ?? { color: 'inherit', variant: 'text' })}
        >
          {translate(`case.actions.${item.action}`)}
          {key && (
            <Chip
              component="span"
              size="small"
              label={key}
              sx={{ ml: 1, height: 18, color: 'inherit', bgcolor: 'action.hover' }}
            />
          )}
        </Button>
      </Box>
    </Tooltip>
  );
}

/** The acts of these names, in their order. */
const namedIn = (names: readonly SubmissionAction[], items: readonly AvailableAction[]) =>
  names.flatMap((name) => items.filter(({ action }) => action === name));

/** The acts the server allows this person on this case now; a blocked one says what unblocks it. */
export function DecisionBar({ record, actions, busy, onAct }: Props) {
  const translate = useTranslate();
  const lease = leaseState(record, useStaffIdentity()?.id, useNow());
  const isHeld = lease === 'mine' || lease === 'ending';
  const shown = shownActions(actions).filter(
    // A claim one holds is renewed from the lease notice; it needs no button among the decisions.
    ({ action }) => action !== 'edit' && !(action === 'claim' && isHeld),
  );
  const readings = namedIn(READINGS, shown);
  const decisions = namedIn(DECISIONS, shown);
  const others = shown.filter((item) => !readings.includes(item) && !decisions.includes(item));
  if (shown.length === 0)
    return (
      <Typography variant="body2" color="text.secondary">
        {translate('case.nothingToDo')}
      </Typography>
    );
  return (
    <Stack role="group" aria-label={translate('case.decisions')} spacing={1}>
      {readings.map((item) => (
        <ActionButton key={item.action} record={record} item={item} busy={busy} onAct={onAct} small={false} />
      ))}
      {decisions.length > 0 && (
        <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1, '& > span': { width: '100%' } }}>
          {decisions.map((item) => (
            <ActionButton
              key={item.action}
              record={record}
              item={item}
              busy={busy}
              onAct={onAct}
              small={false}
            />
          ))}
        </Box>
      )}
      <Stack direction="row" useFlexGap spacing={0.5} sx={{ flexWrap: 'wrap' }}>
        {others.map((item) => (
          <ActionButton key={item.action} record={record} item={item} busy={busy} onAct={onAct} small />
        ))}
      </Stack>
    </Stack>
  );
}
