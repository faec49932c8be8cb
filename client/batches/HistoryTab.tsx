import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { BatchDetail, BatchTransitionRecord } from '@server/batches/batch-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { groupDigest } from '../layout/Digest.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { useBatchHistory } from './use-batch.ts';

function Entry({ entry }: { entry: BatchTransitionRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const status = (value: string) => translate(`enums.batchStatus.${value}`, { _: value });
  const moved = entry.fromStatus && entry.fromStatus !== entry.toStatus;
  return (
    <Box component="li" sx={{ borderLeft: 2, borderColor: 'divider', pl: 2, pb: 1.5, listStyle: 'none' }}>
      <Typography variant="caption" color="text.secondary">
        {format.instant(entry.at)} · {entry.actorName ?? translate('console.system')} (
        {translate(`enums.role.${entry.actorRole}`, { _: entry.actorRole })})
      </Typography>
      <Typography variant="body2">
        <strong>{translate(`batches.actions.${entry.action}`, { _: entry.action })}</strong>
        {moved && ` · ${status(entry.fromStatus as string)} → ${status(entry.toStatus)}`}
      </Typography>
      {entry.reasons.length > 0 && (
        <Typography variant="body2">
          {entry.reasons
            .map((code) =>
              translate(`reasons.${code}`, { _: translate(`deliveryReasons.${code}`, { _: code }) }),
            )
            .join('; ')}
        </Typography>
      )}
      {entry.note && (
        <Typography variant="body2" sx={{ fontStyle: 'italic' }}>
          “{entry.note}”
        </Typography>
      )}
      {entry.digest && (
        <Typography variant="caption" component="code">
          {groupDigest(entry.digest)}
        </Typography>
      )}
    </Box>
  );
}

/** Everything that happened to the batch, the newest first. */
export function HistoryTab({ batch }: { batch: BatchDetail }) {
  const { data = [], error, refetch } = useBatchHistory(batch.id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <Box component="ol" sx={{ p: 0, m: 0 }}>
      {[...data]
        .sort((a, b) => b.id - a.id)
        .map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
    </Box>
  );
}
