import { Chip, Stack, Tab, Tabs } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useListContext, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { useFormat } from '../../i18n/format.ts';
import { currentTab, withTab, type QueueTab } from './queue-tabs.ts';

const COUNT_STALE_MILLISECONDS = 20_000;

/** How many stand in a tab, by the server's own counters. */
function TabCount({ tab }: { tab: QueueTab }) {
  const format = useFormat();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ['submissions', 'count', tab.filter],
    queryFn: async () => {
      const pagination = { page: 1, perPage: 1 };
      const sort = { field: 'id', order: 'DESC' as const };
      return (await dataProvider.getList('submissions', { filter: tab.filter, pagination, sort })).total;
    },
    staleTime: COUNT_STALE_MILLISECONDS,
  });
  return data === undefined ? null : <Chip component="span" size="small" label={format.number(data)} />;
}

/** The queues of the role, each with its count. */
export function QueueTabs({ tabs }: { tabs: readonly QueueTab[] }) {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const current = currentTab(tabs, filterValues);
  return (
    <Tabs
      value={current?.name ?? false}
      onChange={(_event, name: string) => {
        const tab = tabs.find((one) => one.name === name);
        if (tab) setFilters(withTab(tab, filterValues));
      }}
      variant="scrollable"
      scrollButtons="auto"
      aria-label={translate('submissions.queues')}
      sx={{ borderBottom: 1, borderColor: 'divider', minHeight: 42 }}
    >
      {tabs.map((tab) => (
        <Tab
          key={tab.name}
          value={tab.name}
          sx={{ minHeight: 42, py: 0.5 }}
          label={
            <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
              <span>
                {translate(`submissions.tabs.${tab.name}`, { _: translate(`enums.status.${tab.name}`) })}
              </span>
              {tab.name !== 'all' && <TabCount tab={tab} />}
            </Stack>
          }
        />
      ))}
    </Tabs>
  );
}
