import FilterIcon from '@mui/icons-material/FilterList';
import { Button, Chip, Popover, Skeleton, Stack } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useGetMany, useListContext, useTranslate } from 'react-admin';

// Its inputs are the heaviest part of the page and are seen only when somebody filters.
const FilterFields = lazy(() =>
  import('./FilterFields.tsx').then((module) => ({ default: module.FilterFields })),
);

/** The fields one may filter by, with where the words of their values are; null: a reference or plain text. */
const FIELDS = {
  q: null,
  waveId: 'waves',
  officeId: 'offices',
  channel: 'channel',
  proposer: 'proposer',
  identityOutcome: 'identity',
  screeningOutcome: 'screening',
  regionCode: null,
} as const;
type Field = keyof typeof FIELDS;

function ReferenceName({ reference, id }: { reference: string; id: number }) {
  const { data } = useGetMany<{ id: number; name: string }>(reference, { ids: [id] });
  return <>{data?.[0]?.name ?? id}</>;
}

function ChipValue({ field, value }: { field: Field; value: string | number }) {
  const translate = useTranslate();
  const words = FIELDS[field];
  if (words === 'waves' || words === 'offices') return <ReferenceName reference={words} id={Number(value)} />;
  return <>{words ? translate(`enums.${words}.${value}`, { _: String(value) }) : value}</>;
}

/** Every filter beside the tab, as a chip that can be taken away. */
function ActiveChips() {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const active = (Object.keys(FIELDS) as Field[]).filter((field) => {
    const value: unknown = filterValues[field];
    return typeof value === 'string' || typeof value === 'number';
  });
  const remove = (field: Field) => {
    const { [field]: _removed, ...others } = filterValues as Record<string, unknown>;
    setFilters(others);
  };
  return (
    <>
      {active.map((field) => (
        <Chip
          key={field}
          size="small"
          onDelete={() => remove(field)}
          label={
            <>
              {translate(field === 'q' ? 'submissions.filters.q' : `resources.submissions.fields.${field}`)}:{' '}
              <ChipValue field={field} value={filterValues[field] as string | number} />
            </>
          }
        />
      ))}
    </>
  );
}

/** A button with the filter form, and the filters in force as chips. */
export function ListFilters() {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
      <Button
        size="small"
        startIcon={<FilterIcon />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate('submissions.filters.open')}
      </Button>
      <ActiveChips />
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': translate('submissions.filters.open') } }}
      >
        <Suspense fallback={<Skeleton width={520} height={240} />}>
          <FilterFields />
        </Suspense>
      </Popover>
    </Stack>
  );
}
