import { Alert, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  AutocompleteInput,
  FormDataConsumer,
  ReferenceInput,
  SelectInput,
  useRefresh,
  useTranslate,
} from 'react-admin';
import type { BatchDetail, RowsAdded } from '@server/batches/batch-schema.ts';
import { PROPOSERS } from '@server/submissions/submission-schema.ts';
import { request } from '../http-client.ts';
import { useFormat } from '../i18n/format.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { useAct } from '../use-act.ts';
import { candidateFilter } from './batch-road.ts';

const proposers = PROPOSERS.map((id) => ({ id, name: `enums.proposer.${id}` }));

interface Counted {
  total: number;
  /** True where the server stopped counting: there are more. */
  isCapped: boolean;
}

/** How many registrations a filter of their list finds. */
async function countRows(filter: Record<string, unknown>, signal?: AbortSignal): Promise<Counted> {
  const query = new URLSearchParams({ filter: JSON.stringify(filter), range: '[0,0]', sort: '["id","ASC"]' });
  const { headers } = await request(`/api/submissions?${query.toString()}`, { signal });
  return {
    total: Number(headers.get('Content-Range')?.split('/').at(1) ?? 0),
    isCapped: headers.get('X-Total-Capped') === 'true',
  };
}

/** What was counted for another batch, or before this one changed, is not the number of rows to take now. */
const countKey = ({ id, version }: BatchDetail, filter: Record<string, unknown>) => [
  'submissions',
  'count',
  id,
  version,
  filter,
];

function useCount(batch: BatchDetail, filter: Record<string, unknown>) {
  return useQuery({
    queryKey: countKey(batch, filter),
    queryFn: ({ signal }) => countRows(filter, signal),
    staleTime: 0,
    gcTime: 0,
  });
}

function FrozenCount({ batch, filter }: { batch: BatchDetail; filter: Record<string, unknown> }) {
  const translate = useTranslate();
  const format = useFormat();
  const { data, error, refetch } = useCount(batch, filter);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  if (data.isCapped) return <Alert severity="warning">{translate('batches.tooMany')}</Alert>;
  return (
    <Alert severity={data.total > 0 ? 'info' : 'warning'}>
      {translate(data.total > 0 ? 'batches.frozenCount' : 'batches.noCandidates', {
        count: format.number(data.total),
      })}
    </Alert>
  );
}

interface Props {
  batch: BatchDetail;
  onClose: () => void;
  onAdded: (receipt: RowsAdded) => void;
}

/** Takes all verified registrations of a filter; the server refuses when their number has changed since it was shown. */
export function AddRowsDialog({ batch, onClose, onAdded }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const act = useAct();
  const queries = useQueryClient();
  const add = async ({ officeId, proposer }: ActValues) => {
    const filter = candidateFilter(batch, {
      officeId: officeId as number | null,
      proposer: proposer as string | null,
    });
    // The number the user saw, not the one of now: when they differ the server says so.
    const { total } = queries.getQueryData<Counted>(countKey(batch, filter)) ?? (await countRows(filter));
    onAdded(
      await act<RowsAdded>(`batches/${batch.id}/rows`, {
        version: batch.version,
        filter,
        expectedCount: total,
      }),
    );
    refresh();
  };
  return (
    <ActDialog
      title={translate('batches.actions.add-rows')}
      submitLabel={translate('batches.addNow')}
      onSubmit={add}
      onClose={onClose}
    >
      <Typography variant="body2" color="text.secondary">
        {translate('batches.addHelp')}
      </Typography>
      {batch.officeId === null && (
        <ReferenceInput
          source="officeId"
          reference="offices"
          filter={{ kind: 'dinas' }}
          sort={{ field: 'name', order: 'ASC' }}
        >
          <AutocompleteInput
            openOnFocus={false}
            optionText="name"
            label="batches.onlyOffice"
            filterToQuery={(q: string) => ({ q })}
          />
        </ReferenceInput>
      )}
      {batch.proposer === null && (
        <SelectInput source="proposer" label="batches.onlyProposer" choices={proposers} />
      )}
      <FormDataConsumer>
        {({ formData }) => <FrozenCount batch={batch} filter={candidateFilter(batch, formData)} />}
      </FormDataConsumer>
    </ActDialog>
  );
}
