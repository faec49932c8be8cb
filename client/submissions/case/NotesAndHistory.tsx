import { Alert, Box, Button, Stack, Tab, Tabs, TextField, Typography } from '@mui/material';
import { useState, type FormEvent } from 'react';
import { useDataProvider, useTranslate } from 'react-admin';
import { useMay } from '../../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { errorLine } from '../../form-errors.ts';
import { useFormat } from '../../i18n/format.ts';
import { Problem } from '../../layout/ListProblem.tsx';
import type { HistoryEntry } from './case-record.ts';
import { historyLines, type HistoryLine } from './history-view.ts';
import { useDraft } from './use-drafts.ts';
import { useRefreshCase } from './use-decide.ts';
import { useHistory } from './use-case.ts';

function EntryHead({ entry }: { entry: HistoryEntry }) {
  const translate = useTranslate();
  const format = useFormat();
  const role = entry.actorRole
    ? ` (${translate(`enums.role.${entry.actorRole}`, { _: entry.actorRole })})`
    : '';
  return (
    <Typography variant="caption" color="text.secondary" component="div">
      {format.instant(entry.at)} · {entry.actorName ?? translate('case.system')}
      {role}
    </Typography>
  );
}

/** From where to where; a check has an outcome instead. */
function useMovement() {
  const translate = useTranslate();
  const status = (value: string) => translate(`enums.status.${value}`, { _: value });
  return ({ kind, fromStatus, toStatus }: HistoryEntry) => {
    if (kind === 'notice') return ` · ${translate(`enums.noticeStatus.${toStatus}`, { _: toStatus })}`;
    if (kind === 'check' && toStatus) return ` · ${translate(`enums.identity.${toStatus}`, { _: toStatus })}`;
    return fromStatus && toStatus && fromStatus !== toStatus
      ? ` · ${status(fromStatus)} → ${status(toStatus)}`
      : '';
  };
}

function EntryDetails({ entry }: { entry: HistoryEntry }) {
  const translate = useTranslate();
  const reasons = entry.reasonCodes.map((code) => translate(`reasons.${code}`, { _: code }));
  const fields = entry.changedFields.map((field) =>
    translate(`resources.submissions.fields.${field}`, { _: field }),
  );
  const withheld = entry.withheld ? translate('case.readings.whyWithheld') : '';
  const lines = [reasons.join('; '), fields.join(', '), withheld].filter((line) => line !== '');
  return (
    <>
      {lines.map((line) => (
        <Typography key={line} variant="body2">
          {line}
        </Typography>
      ))}
      {entry.note && entry.kind !== 'check' && (
        <Typography variant="body2" sx={{ fontStyle: 'italic', overflowWrap: 'anywhere' }}>
          “{entry.note}”
        </Typography>
      )}
      {entry.ruleSet && (
        <Typography variant="caption" color="text.secondary">
          {translate('case.underRules', { ruleSet: entry.ruleSet })}
        </Typography>
      )}
    </>
  );
}

function Entry({ line: { entry, times, since } }: { line: HistoryLine }) {
  const translate = useTranslate();
  const format = useFormat();
  const movement = useMovement();
  const word = translate(`case.events.${entry.action}`, {
    _: translate(`case.actions.${entry.action}`, { _: entry.action }),
  });
  return (
    <Box component="li" sx={{ borderLeft: 2, borderColor: 'divider', pl: 1.5, pb: 1, listStyle: 'none' }}>
      <EntryHead entry={entry} />
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {word}
        {movement(entry)}
      </Typography>
      {times > 1 && (
        <Typography variant="body2">
          {translate('case.repeated', { times, since: format.instant(since) })}
        </Typography>
      )}
      <EntryDetails entry={entry} />
    </Box>
  );
}

function EntryList({ id, onlyNotes }: { id: number; onlyNotes: boolean }) {
  const translate = useTranslate();
  const { data, error, refetch } = useHistory(id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  const entries = (data ?? []).filter(({ kind }) => !onlyNotes || kind === 'note');
  if (data && entries.length === 0)
    return (
      <Typography variant="body2" color="text.secondary">
        {translate(onlyNotes ? 'case.noNotes' : 'case.noHistory')}
      </Typography>
    );
  return (
    <Box component="ol" sx={{ p: 0, m: 0 }}>
      {historyLines(entries).map((line, index) => (
        <Entry key={`${line.entry.at}-${index}`} line={line} />
      ))}
    </Box>
  );
}

function NoteForm({ id }: { id: number }) {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const refresh = useRefreshCase(id);
  const { draft, change, clear } = useDraft(id, 'edit');
  const [problem, setProblem] = useState<string>();
  const add = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await dataProvider.command('submissions', id, 'notes', { text: draft.note.trim() });
      clear();
      setProblem(undefined);
      await refresh();
    } catch (error) {
      setProblem(errorLine(error, translate));
    }
  };
  return (
    <Stack component="form" onSubmit={(event) => void add(event)} spacing={0.5} sx={{ mb: 1 }}>
      {problem && <Alert severity="error">{problem}</Alert>}
      <TextField
        multiline
        label={translate('case.newNote')}
        value={draft.note}
        onChange={(event) => change({ note: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 1000 } }}
      />
      <Button type="submit" size="small" disabled={draft.note.trim() === ''} sx={{ alignSelf: 'flex-end' }}>
        {translate('case.addNote')}
      </Button>
    </Stack>
  );
}

/** Notes of colleagues, and everything that ever happened to the case. */
export function NotesAndHistory({ id }: { id: number }) {
  const translate = useTranslate();
  const mayNote = useMay('submission.note');
  const [tab, setTab] = useState<'notes' | 'history'>('history');
  return (
    <Box component="section" aria-label={translate('case.record')}>
      <Tabs
        value={tab}
        onChange={(_event, value: 'notes' | 'history') => setTab(value)}
        sx={{ minHeight: 34, mb: 1 }}
      >
        {(['history', 'notes'] as const).map((name) => (
          <Tab
            key={name}
            value={name}
            id={`record-tab-${name}`}
            aria-controls="record-panel"
            label={translate(`case.tabs.${name}`)}
            sx={{ minHeight: 34, py: 0 }}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="record-panel" aria-labelledby={`record-tab-${tab}`}>
        {tab === 'notes' && mayNote && <NoteForm id={id} />}
        <EntryList id={id} onlyNotes={tab === 'notes'} />
      </Box>
    </Box>
  );
}
