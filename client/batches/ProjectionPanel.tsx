import {
  Alert,
  Box,
  Card,
  Chip,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Typography,
} from '@mui/material';
import { useGetMany, useTranslate } from 'react-admin';
import type { BatchProjection } from '@server/batches/composition-schema.ts';
import { useFormat } from '../i18n/format.ts';

type Division = keyof BatchProjection['by'];
const SHOWN: readonly Division[] = ['office', 'region', 'proposer', 'sex', 'education', 'round'];
const MOST_LINES = 8;

function useNames(projection: BatchProjection) {
  const translate = useTranslate();
  const ids = projection.by.office.slice(0, MOST_LINES).map(({ key }) => Number(key));
  const { data = [] } = useGetMany<{ id: number; name: string }>('offices', { ids }, { enabled: ids.length > 0 });
  const offices = new Map(data.map(({ id, name }) => [String(id), name]));
  return (division: Division, key: string): string => {
    if (division === 'office') return offices.get(key) ?? key;
    if (division === 'round') return translate('sheet.roundNo', { number: key });
    if (division === 'proposer' || division === 'sex' || division === 'education')
      return translate(`enums.${division}.${key}`, { _: key });
    return key;
  };
} // prettier-ignore

function Divisions({ projection }: { projection: BatchProjection }) {
  const translate = useTranslate();
  const format = useFormat();
  const nameOf = useNames(projection);
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))', gap: 2 }}>
      {SHOWN.map((division) => {
        const parts = [...projection.by[division]].sort((a, b) => b.rows - a.rows);
        return (
          <Card key={division} variant="outlined" sx={{ p: 1.5 }}>
            <Typography variant="subtitle2" component="h3">
              {translate(`compose.by.${division}`)}
            </Typography>
            <Table size="small">
              <TableBody>
                {parts.slice(0, MOST_LINES).map(({ key, rows }) => (
                  <TableRow key={key}>
                    <TableCell sx={{ pl: 0, pr: 1 }}>{nameOf(division, key)}</TableCell>
                    <TableCell align="right" sx={{ px: 0, fontVariantNumeric: 'tabular-nums' }}>
                      {format.number(rows)}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            {parts.length > MOST_LINES && (
              <Typography variant="caption" color="text.secondary">
                {translate('compose.more', { count: format.number(parts.length - MOST_LINES) })}
              </Typography>
            )}
          </Card>
        );
      })}
    </Box>
  );
}

function Blockers({ projection }: { projection: BatchProjection }) {
  const translate = useTranslate();
  const format = useFormat();
  const lines = (excludes: boolean) => projection.blockers.filter((one) => one.excludes === excludes);
  return (
    <>
      {[true, false].map(
        (excludes) =>
          lines(excludes).length > 0 && (
            <Alert key={String(excludes)} severity={excludes ? 'info' : 'warning'}>
              {translate(excludes ? 'compose.excluded' : 'compose.warned')}
              <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', mt: 0.5 }}>
                {lines(excludes).map(({ code, count }) => (
                  <Chip
                    key={code}
                    size="small"
                    variant="outlined"
                    label={`${translate(`batchBlockers.${code}`, { _: code })}: ${format.number(count)}`}
                  />
                ))}
              </Stack>
            </Alert>
          ),
      )}
    </>
  );
}

/** What the filter would come to, before anything is made. */
export function ProjectionPanel({ projection }: { projection: BatchProjection }) {
  const translate = useTranslate();
  const format = useFormat();
  const { quota, cut, fits, found, approvers } = projection;
  return (
    <Stack spacing={2}>
      <Typography variant="h3" component="h2">
        {translate('compose.fits', { fits: format.number(fits), found: format.number(found) })}
      </Typography>
      <Typography color="text.secondary">
        {translate('compose.quota', {
          left: format.number(Math.max(0, quota.left)),
          quota: format.number(quota.quota),
          taken: format.number(quota.taken),
        })}
      </Typography>
      {cut && (
        <Alert severity="warning">
          <strong>{translate('compose.short', { count: format.number(cut.leftOut) })}</strong>{' '}
          {translate('compose.order')}{' '}
          {cut.lastIn &&
            translate('compose.lastIn', {
              number: cut.lastIn.registrationNo,
              day: format.day(cut.lastIn.verifiedOn),
              lot: cut.lastIn.lot.slice(0, 8),
            })}
          <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere', mt: 0.5 }}>
            {translate('compose.seed', { seed: cut.seed, rule: cut.rule })}
          </Typography>
        </Alert>
      )}
      <Blockers projection={projection} />
      <Typography variant="body2" color="text.secondary">
        {translate('compose.approvers')}{' '}
        {approvers
          .map(({ name, barred }) =>
            barred === 0
              ? name
              : `${name} (${translate('compose.barred', { count: format.number(barred) })})`,
          )
          .join(', ') || '–'}
      </Typography>
      {fits > 0 && <Divisions projection={projection} />}
    </Stack>
  );
}
