import { Tab, Tabs } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';

const ALL = 'all';

interface Props {
  field: string;
  values: readonly string[];
  /** The branch of words below `enums`. */
  words: string;
  /** What the tab row is about, for screen readers. */
  label: string;
}

/** Tabs over one filter of a list. They stand above the table, so that no row moves when one is chosen. */
export function StatusTabs({ field, values, words, label }: Props) {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const current: unknown = filterValues[field];
  const choose = (value: string) => {
    const { [field]: _chosen, ...others } = filterValues as Record<string, unknown>;
    setFilters(value === ALL ? others : { ...others, [field]: value });
  };
  return (
    <Tabs
      value={typeof current === 'string' && values.includes(current) ? current : ALL}
      onChange={(_event, value: string) => choose(value)}
      variant="scrollable"
      scrollButtons="auto"
      aria-label={label}
      sx={{
        minHeight: 40,
        borderBottom: 1,
        borderColor: 'divider',
        '& .MuiTab-root': { minHeight: 40, py: 0 },
      }}
    >
      <Tab value={ALL} label={translate('console.all')} />
      {values.map((value) => (
        <Tab key={value} value={value} label={translate(`enums.${words}.${value}`, { _: value })} />
      ))}
    </Tabs>
  );
}
