import { Card, Chip, Link as MuiLink, Stack } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import {
  DataTable,
  FilterForm,
  ListBase,
  Pagination,
  ReferenceField,
  SearchInput,
  SelectInput,
  TextField,
  useListContext,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import type { BatchRecord, BatchRowRecord } from '@server/batches/batch-schema.ts';
import { PROPOSERS } from '@server/submissions/submission-schema.ts';
import { EnumChipField, EnumField } from '../i18n/fields.tsx';
import { useCodeWords } from '../i18n/use-code-words.ts';
import { ListProblem } from '../layout/ListProblem.tsx';
import { identityTone, screeningTone, statusTone } from '../submissions/status-tone.ts';
import { AnswerTabs } from './AnswerTabs.tsx';
import { ANSWER_TONES, type RowListFilter } from './row-filter.ts';

const NO_WRAP = { whiteSpace: 'nowrap' };
// A long name ends in dots rather than making its row three lines high.
const ELLIPSIS = { maxWidth: 150, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' };

const proposers = PROPOSERS.map((id) => ({ id, name: `enums.proposer.${id}` }));

const filters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <SelectInput
    key="proposer"
    source="proposer"
    label="resources.submissions.fields.proposer"
    choices={proposers}
    alwaysOn
  />,
];

/** The PMO's word about a row, or that it is awaited. */
export function AnswerField(_props: { label?: string }) {
  const translate = useTranslate();
  const words = useCodeWords();
  const row = useRecordContext<BatchRowRecord>();
  if (!row) return null;
  const result = row.result ?? 'PENDING';
  const detail = [row.pmoCode, row.reasonCode && words({ code: row.reasonCode }), row.answerNote].filter(
    Boolean,
  );
  return (
    <Stack spacing={0.25}>
      <Chip
        size="small"
        variant="outlined"
        color={ANSWER_TONES[result]}
        label={translate(`enums.answer.${result}`)}
        sx={{ alignSelf: 'start' }}
      />
      {detail.length > 0 && <small>{detail.join(' · ')}</small>}
    </Stack>
  );
}

/** The batch a row was in before. */
function CarriedField() {
  const row = useRecordContext<BatchRowRecord>();
  if (!row?.carriedFromId) return <>–</>;
  return (
    <MuiLink
      component={Link}
      to={`/batches/${row.carriedFromId}/show`}
      onClick={(event) => event.stopPropagation()}
    >
      {row.carriedFromNo}
    </MuiLink>
  );
}

function Rows({ bulk, withAnswers, empty }: Pick<Props, 'bulk' | 'withAnswers' | 'empty'>) {
  const { data = [], error } = useListContext<BatchRowRecord>();
  if (error) return <ListProblem />;
  return (
    <DataTable
      bulkActionButtons={bulk ?? false}
      size="small"
      rowClick={(id) => `/submissions/${id}/show`}
      sx={{ '& th, & td': { px: 1 } }}
      empty={<>{empty}</>}
    >
      <DataTable.Col
        source="registrationNo"
        label="resources.submissions.fields.registrationNo"
        sx={NO_WRAP}
      />
      <DataTable.Col source="fullName" label="resources.submissions.fields.fullName" />
      <DataTable.Col source="nikMasked" label="resources.submissions.fields.nikMasked" disableSort />
      <DataTable.Col
        source="officeId"
        label="resources.submissions.fields.officeId"
        disableSort
        sx={ELLIPSIS}
      >
        <ReferenceField source="officeId" reference="offices" link={false}>
          <TextField source="name" />
        </ReferenceField>
      </DataTable.Col>
      <DataTable.Col source="proposer" label="resources.submissions.fields.proposer" disableSort>
        <EnumField source="proposer" words="proposer" />
      </DataTable.Col>
      <DataTable.Col source="status" label="resources.submissions.fields.status" disableSort>
        <EnumChipField source="status" words="status" tone={statusTone} />
      </DataTable.Col>
      {/* Most batches are of the first round: there the column would only take room from the others. */}
      {data.some(({ carriedFromId }) => carriedFromId !== null) && (
        <DataTable.Col source="carriedFromNo" label="compose.carriedColumn" disableSort>
          <CarriedField />
        </DataTable.Col>
      )}
      {withAnswers ? (
        <DataTable.Col source="result" label="batches.answer" disableSort>
          <AnswerField />
        </DataTable.Col>
      ) : (
        [
          <DataTable.Col
            key="identity"
            source="identityOutcome"
            label="resources.submissions.fields.identityOutcome"
            disableSort
          >
            <EnumChipField source="identityOutcome" words="identity" tone={identityTone} />
          </DataTable.Col>,
          <DataTable.Col
            key="screening"
            source="screeningOutcome"
            label="resources.submissions.fields.screeningOutcome"
            disableSort
          >
            <EnumChipField source="screeningOutcome" words="screening" tone={screeningTone} />
          </DataTable.Col>,
        ]
      )}
    </DataTable>
  );
}

interface Props {
  batch: Pick<BatchRecord, 'id'>;
  withAnswers?: boolean;
  /** Which rows at first, for links that name a part of the batch. */
  filter?: RowListFilter;
  bulk?: ReactElement;
  toolbar?: ReactNode;
  empty?: ReactNode;
}

/** The rows of a batch, masked. A row opens its case. */
export function RowTable({ batch, withAnswers = false, filter, bulk, toolbar, empty }: Props) {
  return (
    <ListBase
      resource={`batches/${batch.id}/rows`}
      sort={{ field: 'registrationNo', order: 'ASC' }}
      filterDefaultValues={filter}
      perPage={25}
      storeKey={`batch-rows-${batch.id}-${JSON.stringify(filter ?? {})}`}
      disableSyncWithLocation
      // The rows are a part of the batch's page, which was opened with its own permission.
      disableAuthentication
    >
      {withAnswers && <AnswerTabs />}
      <Stack direction="row" sx={{ alignItems: 'flex-end', justifyContent: 'space-between', mb: 1 }}>
        <FilterForm filters={filters} />
        {toolbar}
      </Stack>
      <Card variant="outlined" sx={{ overflow: 'auto' }}>
        <Rows bulk={bulk} withAnswers={withAnswers} empty={empty} />
      </Card>
      <Pagination />
    </ListBase>
  );
}
