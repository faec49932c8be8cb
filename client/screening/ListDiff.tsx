import { Alert, Box, Link as MuiLink, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { ListDiffRecord, TouchedRegistrations } from '@server/screening/list-diff-schema.ts';
import type { ListCode } from '@server/screening/screening-schema.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { Tiles } from '../layout/Tiles.tsx';

/** Registrations of open waves that one side is about: what screening again will do to them. */
function Touched({
  title,
  help,
  found,
  rowsShown,
}: {
  title: string;
  help: string;
  found: TouchedRegistrations;
  rowsShown: boolean;
}) {
  const translate = useTranslate();
  const format = useFormat();
  const more = found.count - found.rows.length;
  return (
    <Box component="section" aria-label={title}>
      <Typography variant="h3">
        {title}: {format.number(found.count)}
      </Typography>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 0.5 }}>
        {found.count === 0 ? translate('lists.diff.nobody') : help}
      </Typography>
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(230px, 1fr))', columnGap: 2 }}
      >
        {found.rows.map((row) => (
          <Typography key={row.id} variant="body2">
            <MuiLink component={Link} to={`/submissions/${row.id}/show`}>
              {row.registrationNo}
            </MuiLink>{' '}
            <Typography component="span" variant="caption" color="text.secondary">
              {translate(`enums.status.${row.status}`)}
            </Typography>
          </Typography>
        ))}
      </Box>
      {rowsShown && more > 0 && (
        <Typography variant="body2" color="text.secondary">
          {translate('lists.diff.more', { count: format.number(more) })}
        </Typography>
      )}
    </Box>
  );
}

/** What changed between two versions of a list, in numbers, and whom of the open waves that is about. */
export function ListDiff({ code, from, to }: { code: ListCode; from: number; to: number }) {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['list-diff', code, from, to],
    queryFn: ({ signal }) =>
      dataProvider.read<ListDiffRecord>(`screening-lists/${code}/diff?from=${from}&to=${to}`, { signal }),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data)
    return <Skeleton variant="rectangular" height={120} aria-label={translate('ra.message.loading')} />;
  const same = data.added === 0 && data.removed === 0;
  return (
    <Stack spacing={2}>
      <Tiles
        tiles={[
          { label: translate('lists.diff.added'), value: data.added, tone: 'warning' },
          { label: translate('lists.diff.removed'), value: data.removed, tone: 'info' },
          { label: translate('lists.diff.unchanged'), value: data.unchanged },
        ]}
      />
      {same && <Alert severity="info">{translate('lists.diff.same')}</Alert>}
      {!same && (
        <>
          <Touched
            title={translate('lists.diff.touchedAdded')}
            help={translate('lists.diff.touchedAddedHelp')}
            found={data.touched.added}
            rowsShown={data.rowsShown}
          />
          <Touched
            title={translate('lists.diff.touchedRemoved')}
            help={translate('lists.diff.touchedRemovedHelp')}
            found={data.touched.removed}
            rowsShown={data.rowsShown}
          />
          {!data.rowsShown && <Alert severity="info">{translate('lists.diff.noNames')}</Alert>}
        </>
      )}
    </Stack>
  );
}
