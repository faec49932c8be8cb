import FilterIcon from '@mui/icons-material/FilterList';
import { Button, Chip, Popover, Skeleton, Stack } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useGetMany, useListContext, useTranslate } from 'react-admin';
import { useStaffNames } from '../../auth/use-staff-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { chipsOf, withoutChip, type FilterChip } from './filter-chips.ts';

// Its inputs are the heaviest part of the page and are seen only when somebody filters.
const FilterFields = lazy(() =>
  import('./FilterFields.tsx').then((module) => ({ default: module.FilterFields })),
);

function ReferenceName({ reference, id }: { reference: string; id: number }) {
  const { data } = useGetMany<{ id: number; name?: string; batchNo?: string }>(reference, { ids: [id] });
  return <>{data?.[0]?.name ?? data?.[0]?.batchNo ?? id}</>;
}

function StaffName({ id }: { id: number }) {
  const { nameOf } = useStaffNames();
  return <>{nameOf(id) ?? id}</>;
}

function ChipValue({ words, value }: Pick<FilterChip, 'words' | 'value'>) {
  const translate = useTranslate();
  const format = useFormat();
  if (words === 'waves' || words === 'offices' || words === 'batches')
    return <ReferenceName reference={words} id={Number(value)} />;
  if (words === 'staff') return <StaffName id={Number(value)} />;
  if (words === 'instant') return <>{format.instant(String(value))}</>;
  return <>{words === 'plain' ? value : translate(`enums.${words.enum}.${value}`, { _: String(value) })}</>;
}

/** Every filter beside the tab, as a chip that can be taken away. */
function ActiveChips() {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const filter = filterValues as Record<string, unknown>;
  const nameOf = ({ field, operator }: FilterChip) => {
    const name = translate(field === 'q' ? 'submissions.filters.q' : `resources.submissions.fields.${field}`);
    return operator ? translate(`submissions.filters.${operator}`, { field: name }) : name;
  };
  return (
    <>
      {chipsOf(filter).map((chip) => (
        <Chip
          key={chip.key}
          size="small"
          onDelete={() => setFilters(withoutChip(filter, chip.key))}
          label={
            <>
              {nameOf(chip)}: <ChipValue words={chip.words} value={chip.value} />
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
