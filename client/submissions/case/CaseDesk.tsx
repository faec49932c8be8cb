import { Alert, Box, Button, Card, Divider, Stack } from '@mui/material';
import { useEffect, useState } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { errorLine } from '../../form-errors.ts';
import { Problem } from '../../layout/ListProblem.tsx';
import { ACTION_FORMS } from './action-rules.ts';
import { ActionPanel } from './ActionPanel.tsx';
import type { AvailableAction, CaseRecord } from './case-record.ts';
import { DecisionBar } from './DecisionBar.tsx';
import { DecisionSkeleton } from './DecisionSkeleton.tsx';
import { LeaseBanner } from './LeaseBanner.tsx';
import { NotesAndHistory } from './NotesAndHistory.tsx';
import { useBlockerWords } from './use-blocker-words.ts';
import { useAvailableActions } from './use-case.ts';
import { useDecide } from './use-decide.ts';
import type { KeyBuffer, ReviewIntent } from './review-keys.ts';
import type { ReviewFlow } from './use-review-flow.ts';
import { BlockerChecklist, WhyHere } from './WhyHere.tsx';

const ENDS_THE_CASE = new Set<SubmissionAction>([
  'verify',
  'return',
  'reject',
  'hold',
  'identity-settle',
  'second-read',
  'third-read',
]);
const UNDO_MILLISECONDS = 12_000;
const INTENT_ACTIONS = {
  verify: 'verify',
  return: 'return',
  reject: 'reject',
  hold: 'hold',
  check: 'identity-check',
} as const;

/** Tells what was done; a verification can be taken back from here as long as its batch is open. */
function useDoneNotice(record: CaseRecord, refresh: () => Promise<void>) {
  const notify = useNotify();
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const undo = async (version: number) => {
    try {
      await dataProvider.command('submissions', record.id, 'undo', { version });
      notify('case.undone', { type: 'info', messageArgs: { name: record.fullName } });
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
    }
    await refresh();
  };
  return (action: SubmissionAction, after: SubmissionRecord | undefined) => {
    const undoButton = action === 'verify' && after && (
      <Button color="inherit" size="small" onClick={() => void undo(after.version)}>
        {translate('case.actions.undo')}
      </Button>
    );
    notify(
      <Alert severity="success" variant="filled" action={undoButton}>
        {translate('case.done', { action: translate(`case.actions.${action}`), name: record.fullName })}
      </Alert>,
      { autoHideDuration: UNDO_MILLISECONDS },
    );
  };
}

interface DeskProps {
  record: CaseRecord;
  flow: ReviewFlow;
  keys: KeyBuffer;
  onHelp: () => void;
}

/** Which act is being filled in, for which case: another case begins with none. */
function useOpenAct(id: number) {
  const [openFor, setOpenFor] = useState<{ id: number; action: SubmissionAction } | null>(null);
  const open = openFor?.id === id ? openFor.action : null;
  return {
    open,
    setOpen: (action: SubmissionAction | null, of = id) => setOpenFor(action && { id: of, action }),
  };
}

/**
 * A decided case takes no more keys while the next one comes: what was pressed meanwhile is meant for the next.
 * The mark is set before the decision returns control, so that no moment lies between.
 */
function useLeaving(id: number) {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (left !== null && left !== id) setLeft(null);
  }, [left, id]);
  const leave = async (go: () => Promise<boolean>) => {
    setLeft(id);
    const gone = await go();
    if (!gone) setLeft(null);
    return gone;
  };
  return { isLeaving: left === id, leave };
}

/** Everything that decides: acts from available-actions, by mouse or key. */
function useDesk(
  { record, flow, keys, onHelp }: DeskProps,
  actions: readonly AvailableAction[],
  isLoading: boolean,
) {
  const notify = useNotify();
  const words = useBlockerWords();
  const translate = useTranslate();
  const { open, setOpen } = useOpenAct(record.id);
  const { decide, refresh, busy, error, clearError } = useDecide(record);
  const { isLeaving, leave } = useLeaving(record.id);
  const sayDone = useDoneNotice(record, refresh);

  const send = async (action: SubmissionAction, body?: Record<string, unknown>) => {
    const after = await decide(action, body);
    if (!after) return false;
    setOpen(null);
    sayDone(action, after);
    // Move on first: the next case is loaded already, and the lists can catch up behind it.
    const leaving = flow.isFlow && ENDS_THE_CASE.has(action) && (await leave(() => flow.go(1)));
    await refresh({ leaving });
    return true;
  };
  const act = (action: SubmissionAction) => {
    const item = actions.find((one) => one.action === action);
    if (!item?.allowed) {
      const why = item?.blockers.map(words).join('; ') ?? translate('blockers.STATUS_FORBIDS');
      return notify(`${translate(`case.actions.${action}`)}: ${why}`, { type: 'warning' });
    }
    clearError();
    if (ACTION_FORMS[action]) setOpen(action);
    else void send(action);
  };
  const onIntent = (intent: ReviewIntent) => {
    if (intent === 'next') return void flow.go(1);
    if (intent === 'previous') return void flow.go(-1);
    if (intent === 'help') return onHelp();
    act(INTENT_ACTIONS[intent]);
  };
  const isWaiting = busy !== null || isLeaving || flow.isMoving || isLoading;
  useEffect(() => {
    keys.attach({ busy: isWaiting, onIntent });
    return () => keys.attach(null);
  });
  return { open, setOpen, busy, isWaiting, error, act, send };
}

/** The right column: why it is here, what blocks it, the decision, notes and history. */
export function CaseDesk(props: DeskProps) {
  const { record } = props;
  const { data: actions = [], error: loadError, isPending, refetch } = useAvailableActions(record.id);
  const desk = useDesk(props, actions, isPending);
  return (
    <Stack component="aside" aria-busy={desk.isWaiting} spacing={1} sx={{ minHeight: 0, height: '100%' }}>
      <Card
        sx={{
          p: 1.5,
          flex: '0 1 auto',
          minHeight: 0,
          display: 'flex',
          flexDirection: 'column',
          maxHeight: '78%',
        }}
      >
        <Box sx={{ overflow: 'auto', minHeight: 0, flex: '0 1 auto' }} tabIndex={0} role="group">
          <LeaseBanner record={record} onClaim={() => desk.act('claim')} />
          <WhyHere record={record} />
          {!desk.open && <BlockerChecklist actions={actions} />}
        </Box>
        <Divider sx={{ my: 1 }} />
        {desk.error !== null && <Problem error={desk.error} />}
        {loadError && <Problem error={loadError} onRetry={() => void refetch()} />}
        {desk.open ? (
          <ActionPanel
            key={`${record.id}-${desk.open}`}
            record={record}
            action={desk.open}
            busy={desk.busy === desk.open}
            onSend={(body) => (desk.open ? desk.send(desk.open, body) : Promise.resolve(false))}
            onClose={() => desk.setOpen(null)}
          />
        ) : isPending ? (
          <DecisionSkeleton status={record.status} />
        ) : loadError ? null : (
          <DecisionBar record={record} actions={actions} busy={desk.busy} onAct={desk.act} />
        )}
      </Card>
      <Card sx={{ p: 1.5, flex: '1 1 120px', minHeight: 100, overflow: 'auto' }} tabIndex={0} role="group">
        <NotesAndHistory id={record.id} />
      </Card>
    </Stack>
  );
}
