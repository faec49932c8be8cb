import { Chip, type ChipProps } from '@mui/material';
import { useFieldValue, useTranslate } from 'react-admin';
import { useFormat } from './format.ts';

interface SourceProps {
  source: string;
  /** Read by DataTable and list headers. */
  label?: string;
}

/** An instant in the user's zone. */
export function InstantField({ source }: SourceProps) {
  const format = useFormat();
  return (
    <span style={{ whiteSpace: 'nowrap' }}>{format.instant(useFieldValue({ source }) as string | null)}</span>
  );
}

/** An instant as its day, with the minute on hover: for lists, where width is dear. */
export function InstantDayField({ source }: SourceProps) {
  const format = useFormat();
  const instant = useFieldValue({ source }) as string | null;
  return (
    <span title={format.instant(instant)} style={{ whiteSpace: 'nowrap' }}>
      {format.dayOf(instant)}
    </span>
  );
}

/** A calendar day. */
export function DayField({ source }: SourceProps) {
  const format = useFormat();
  return (
    <span style={{ whiteSpace: 'nowrap' }}>{format.day(useFieldValue({ source }) as string | null)}</span>
  );
}

/** A number with the grouping of the user's language. */
export function CountField({ source }: SourceProps) {
  const format = useFormat();
  return <span>{format.number(useFieldValue({ source }) as number | null)}</span>;
}

/** A code of the domain in words; `words` is the branch below `enums`. */
export function EnumField({ source, words }: SourceProps & { words: string }) {
  const translate = useTranslate();
  const value = useFieldValue({ source }) as string | null;
  return <span>{value ? translate(`enums.${words}.${value}`, { _: value }) : '–'}</span>;
}

export type ToneOf = (value: string) => ChipProps['color'];

/** A code of the domain as a coloured chip: the word says it, the colour only helps. */
export function EnumChip({ value, words, tone }: { value: string; words: string; tone: ToneOf }) {
  const translate = useTranslate();
  return (
    <Chip
      size="small"
      variant="outlined"
      color={tone(value)}
      label={translate(`enums.${words}.${value}`, { _: value })}
    />
  );
}

/** The same for a list column. */
export function EnumChipField({ source, words, tone }: SourceProps & { words: string; tone: ToneOf }) {
  const value = useFieldValue({ source }) as string | null;
  return value ? <EnumChip value={value} words={words} tone={tone} /> : <span>–</span>;
}
