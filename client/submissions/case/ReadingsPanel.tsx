import { Box, Chip, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { SettlementRecord } from '@server/identity/identity-record-schema.ts';
import { useStaffNames } from '../../auth/use-staff-names.ts';
import { useFormat } from '../../i18n/format.ts';
import type { CaseRecord } from './case-record.ts';
import { readerLines, type ReaderLine } from './reading-view.ts';

/** What a reader found; only that it was made, as long as a second reader is to judge for himself. */
function Finding({ reading }: { reading: SettlementRecord }) {
  const translate = useTranslate();
  if (reading.withheld || !reading.verdict)
    return <Chip size="small" variant="outlined" label={translate('case.readings.withheld')} />;
  return (
    <Chip
      size="small"
      color={reading.verdict === 'same_person' ? 'success' : 'error'}
      label={translate(`case.readings.${reading.verdict}`)}
    />
  );
}

function Reading({ line: { readerNo, reading } }: { line: ReaderLine }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (
    <Box component="li" sx={{ display: 'grid', gridTemplateColumns: '8.5rem 1fr', columnGap: 1, py: 0.5 }}>
      <Typography variant="body2" color="text.secondary">
        {translate(`case.readings.reader${readerNo}`)}
      </Typography>
      {reading === null ? (
        <Typography variant="body2" color="text.secondary">
          {translate(`case.readings.waits${readerNo}`)}
        </Typography>
      ) : (
        <Box>
          <Stack direction="row" useFlexGap spacing={1} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
            <Finding reading={reading} />
            <Typography variant="body2">{nameOf(reading.readerId)}</Typography>
            <Typography variant="caption" color="text.secondary">
              {format.instant(reading.at)}
            </Typography>
          </Stack>
          {reading.reasonCode && (
            <Typography variant="body2">
              {translate(`reasons.${reading.reasonCode}`)}
              {reading.note && (
                <Box component="span" sx={{ fontStyle: 'italic', overflowWrap: 'anywhere' }}>
                  {` “${reading.note}”`}
                </Box>
              )}
            </Typography>
          )}
        </Box>
      )}
    </Box>
  );
}

/** Who read a partial match and what they found, one line a reader. */
export function ReadingsPanel({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const lines = readerLines(record);
  if (lines.length === 0) return null;
  const isWithheld = lines.some(({ reading }) => reading?.withheld);
  return (
    <Box component="section" aria-label={translate('case.readings.title')} sx={{ mt: 1 }}>
      <Typography variant="overline" component="h2">
        {translate('case.readings.title')}
      </Typography>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {lines.map((line) => (
          <Reading key={line.readerNo} line={line} />
        ))}
      </Box>
      {isWithheld && (
        <Typography variant="caption" color="text.secondary" component="p" sx={{ m: 0 }}>
          {translate('case.readings.whyWithheld')}
        </Typography>
      )}
    </Box>
  );
}
