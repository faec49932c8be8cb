import { Tab, Tabs } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { ANSWER_STATES, answerFilter, answerOf, type AnswerState, type RowListFilter } from './row-filter.ts';

/** The rows by the PMO's answer. */
export function AnswerTabs() {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const { result: _result, status: _status, ...others } = filterValues as RowListFilter;
  const choose = (name: AnswerState | 'all') =>
    setFilters({ ...others, ...answerFilter(name === 'all' ? undefined : name) });
  return (
    <Tabs
      value={answerOf(filterValues) ?? 'all'}
      onChange={(_event, name: AnswerState | 'all') => choose(name)}
      aria-label={translate('batches.answer')}
      sx={{ minHeight: 40, '& .MuiTab-root': { minHeight: 40, py: 0 } }}
    >
      <Tab value="all" label={translate('console.all')} />
      {ANSWER_STATES.map((name) => (
        <Tab key={name} value={name} label={translate(`enums.answer.${name}`)} />
      ))}
    </Tabs>
  );
}
