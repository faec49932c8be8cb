import {
  Button,
  Card,
  Chip,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { TextInput, minLength, required, useGetList, useRefresh, useTranslate } from 'react-admin';
import type { AnswerIssueRecord } from '@server/forwarding/forwarding-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { useAct } from '../use-act.ts';

const grounds = [required(), minLength(3)];

/** Where an item stands: in a line of a file, at a place in a call, or at the desk. */
function useOrigin({ source, line, position, fileName, answerCallId }: AnswerIssueRecord) {
  const translate = useTranslate();
  const place =
    source === 'console'
      ? '–'
      : translate(source === 'file' ? 'issues.atLine' : 'issues.atPosition', { place: line ?? position });
  const from =
    source === 'console'
      ? translate('issues.fromConsole')
      : (fileName ?? translate('issues.fromApi', { call: answerCallId }));
  return { place, from };
}

function CloseDialog({ issue, onClose }: { issue: AnswerIssueRecord; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const act = useAct();
  const { place, from } = useOrigin(issue);
  const close = async ({ note }: ActValues) => {
    await act(`answer-issues/${issue.id}/close`, { version: issue.version, note });
    refresh();
  };
  return (
    <ActDialog
      title={translate('issues.close')}
      submitLabel={translate('issues.close')}
      onSubmit={close}
      onClose={onClose}
    >
      <Typography variant="body2">
        {translate('issues.lineOf', { place, file: from })}: {translate(`issues.codes.${issue.code}`)}
      </Typography>
      <TextInput
        source="note"
        label="issues.note"
        helperText="issues.noteHelp"
        multiline
        minRows={2}
        validate={grounds}
      />
    </ActDialog>
  );
}

function IssueRow({ issue, onClose }: { issue: AnswerIssueRecord; onClose?: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  const { place, from } = useOrigin(issue);
  return (
    <TableRow>
      <TableCell>{place}</TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>{from}</TableCell>
      <TableCell>
        {translate(`issues.codes.${issue.code}`, { _: issue.code })}
        <br />
        <small>{issue.detail}</small>
      </TableCell>
      <TableCell>
        {issue.status === 'open' ? (
          <Chip size="small" color="warning" variant="outlined" label={translate('issues.open')} />
        ) : (
          <small>
            {nameOf(issue.closedById)} · {format.instant(issue.closedAt)}
            <br />“{issue.note}”
          </small>
        )}
      </TableCell>
      <TableCell align="right">
        {issue.status === 'open' && onClose && (
          <Button size="small" onClick={onClose}>
            {translate('issues.close')}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

/** Lines of answer files that could not be taken: somebody's work, until it is said what became of each. */
export function IssueList({ batchId }: { batchId: number }) {
  const translate = useTranslate();
  const mayClose = useMay('dispatch.retry');
  const [issue, setIssue] = useState<AnswerIssueRecord | null>(null);
  const { data, error, refetch } = useGetList<AnswerIssueRecord>('answer-issues', {
    filter: { batchId },
    sort: { field: 'id', order: 'ASC' },
    pagination: { page: 1, perPage: 200 },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || data.length === 0) return null;
  return (
    <Card variant="outlined" component="section" aria-label={translate('issues.title')} sx={{ p: 2 }}>
      <Stack spacing={1}>
        <Typography variant="h3">{translate('issues.title')}</Typography>
        <Typography variant="body2" color="text.secondary">
          {translate('issues.help')}
        </Typography>
        <Table size="small">
          <TableHead>
            <TableRow>
              {['line', 'file', 'problem', 'state'].map((name) => (
                <TableCell key={name}>{translate(`issues.${name}`)}</TableCell>
              ))}
              <TableCell />
            </TableRow>
          </TableHead>
          <TableBody>
            {data.map((one) => (
              <IssueRow key={one.id} issue={one} onClose={mayClose ? () => setIssue(one) : undefined} />
            ))}
          </TableBody>
        </Table>
      </Stack>
      {issue && <CloseDialog issue={issue} onClose={() => setIssue(null)} />}
    </Card>
  );
}
