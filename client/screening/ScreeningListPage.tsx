import { Box, Typography } from '@mui/material';
import { Title, useGetList, useTranslate } from 'react-admin';
import type { ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { ListCard } from './ListCard.tsx';

/** The five lists applicants are screened against; a list too old is never taken as clear. */
export function ScreeningListPage() {
  const translate = useTranslate();
  const {
    data = [],
    error,
    refetch,
  } = useGetList<ScreeningListRecord>('screening-lists', {
    pagination: { page: 1, perPage: 25 },
    sort: { field: 'id', order: 'ASC' },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={translate('resources.screening-lists.name', { smart_count: 2 })} />
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {translate('lists.intro')}
      </Typography>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(360px, 1fr))' }}>
        {data.map((list) => (
          <ListCard key={list.code} list={list} />
        ))}
      </Box>
    </Box>
  );
}
