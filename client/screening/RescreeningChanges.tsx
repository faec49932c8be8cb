import { Card, CardContent, Chip, Stack, Typography } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import {
  DataTable,
  FunctionField,
  ListBase,
  Pagination,
  TextField,
  useListContext,
  useTranslate,
} from 'react-admin';
import type {
  RescreenChange,
  RescreeningChangeRecord,
  RescreeningRecord,
} from '@server/submissions/rescreen-schema.ts';
import { EnumChip, EnumChipField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { isFinished } from '../jobs/use-job.ts';
import { ListProblem } from '../layout/ListProblem.tsx';
import { screeningTone, statusTone } from '../submissions/status-tone.ts';
import { changesFound } from './rescreen-rules.ts';

const NO_WRAP = { whiteSpace: 'nowrap' };
const REASONS = { minWidth: 220 };

function Standing({ before, after }: RescreeningChangeRecord) {
  return (
    <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
      <EnumChip value={before} words="screening" tone={screeningTone} />
      <span>→</span>
      <EnumChip value={after} words="screening" tone={screeningTone} />
    </Stack>
  );
}

function Reasons({ reasons, onlyReports }: RescreeningChangeRecord) {
  const translate = useTranslate();
  return (
    <>
      {reasons.map((code) => translate(`reasons.${code}`, { _: code })).join('; ') || '–'}
      {onlyReports && (
        <Typography variant="caption" component="div" color="text.secondary">
          {translate('rescreen.onlyReports')}
        </Typography>
      )}
    </>
  );
}

type Emptiness = 'noChange' | 'noChangeYet' | 'noneChosen';

/** Reads the list anew when more is counted: the job finds people while the page is open. */
function useFollow(changed: number) {
  const { refetch } = useListContext();
  const listed = useRef(changed);
  useEffect(() => {
    if (listed.current === changed) return;
    listed.current = changed;
    void refetch();
  }, [changed, refetch]);
}

function Rows({ whenEmpty, changed }: { whenEmpty: Emptiness; changed: number }) {
  const translate = useTranslate();
  const { error } = useListContext();
  useFollow(changed);
  if (error) return <ListProblem />;
  return (
    <DataTable
      bulkActionButtons={false}
      size="small"
      sx={{ '& th, & td': { px: 1 } }}
      rowClick={(_id, _resource, row) => `/submissions/${(row as RescreeningChangeRecord).submissionId}/show`}
      empty={
        <Typography variant="body2" color="text.secondary" sx={{ p: 2 }}>
          {translate(`rescreen.${whenEmpty}`)}
        </Typography>
      }
    >
      <DataTable.Col
        source="registrationNo"
        label="resources.submissions.fields.registrationNo"
        disableSort
        sx={NO_WRAP}
      />
      <DataTable.Col source="fullName" label="resources.submissions.fields.fullName" disableSort>
        <TextField source="fullName" />
        <Typography variant="caption" component="div" color="text.secondary">
          <TextField source="nikMasked" variant="caption" />
        </Typography>
      </DataTable.Col>
      <DataTable.Col source="status" label="rescreen.statusThen" disableSort>
        <EnumChipField source="status" words="status" tone={statusTone} />
      </DataTable.Col>
      <DataTable.Col source="after" label="rescreen.change" disableSort>
        <FunctionField<RescreeningChangeRecord> render={(row) => <Standing {...row} />} />
      </DataTable.Col>
      <DataTable.Col source="reasons" label="rescreen.reasons" disableSort sx={REASONS}>
        <FunctionField<RescreeningChangeRecord> render={(row) => <Reasons {...row} />} />
      </DataTable.Col>
    </DataTable>
  );
}

function Choice({ label, isChosen, onClick }: { label: string; isChosen: boolean; onClick: () => void }) {
  return (
    <Chip
      label={label}
      variant={isChosen ? 'filled' : 'outlined'}
      color={isChosen ? 'primary' : 'default'}
      aria-pressed={isChosen}
      onClick={onClick}
    />
  );
}

/** Who stands otherwise than at the screening before, by the kind of change. */
export function RescreeningChanges({ record }: { record: RescreeningRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const found = changesFound(record.counts);
  // What must be looked at first is shown first: among thousands of uncertain ones a hit would be on no page.
  const [change, setChange] = useState<RescreenChange | null>(found[0]?.change ?? null);
  const [answeredOnly, setAnsweredOnly] = useState(false);
  const runs = !isFinished({ status: record.jobStatus });
  const changed = found.reduce((sum, { count }) => sum + count, 0);
  const whenEmpty = changed > 0 ? 'noneChosen' : runs ? 'noChangeYet' : 'noChange';
  const filter = {
    rescreeningId: record.id,
    ...(change ? { change } : {}),
    ...(answeredOnly ? { onlyReports: true } : {}),
  };
  return (
    <Card component="section" aria-label={translate('rescreen.changed')}>
      <CardContent>
        <Typography variant="h2" sx={{ mb: 1 }}>
          {translate('rescreen.changed')}
        </Typography>
        {found.length > 0 && (
          <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', mb: 1 }}>
            {found.map(({ change: kind, count }) => (
              <Choice
                key={kind}
                label={`${translate(`rescreen.changes.${kind}`)}: ${format.number(count)}`}
                isChosen={kind === change}
                onClick={() => setChange(kind)}
              />
            ))}
            <Choice
              label={translate('rescreen.all')}
              isChosen={change === null}
              onClick={() => setChange(null)}
            />
            {record.counts.reported > 0 && (
              <Choice
                label={translate('rescreen.answeredOnly')}
                isChosen={answeredOnly}
                onClick={() => setAnsweredOnly(!answeredOnly)}
              />
            )}
          </Stack>
        )}
        <ListBase
          resource="rescreening-changes"
          filter={filter}
          sort={{ field: 'id', order: 'ASC' }}
          perPage={25}
          storeKey={false}
          disableSyncWithLocation
          // A part of the report's page, which was opened with its own permission.
          disableAuthentication
        >
          <Card variant="outlined" sx={{ overflow: 'auto' }}>
            <Rows whenEmpty={whenEmpty} changed={changed} />
          </Card>
          <Pagination />
        </ListBase>
      </CardContent>
    </Card>
  );
}
