import { Box, Skeleton, Stack } from '@mui/material';
import type { SubmissionStatus } from '@server/submissions/submission-schema.ts';

const BUTTON = 36;

/** As tall as the decisions that are being asked for, so that nothing jumps under the pointer when they come. */
export function DecisionSkeleton({ status }: { status: SubmissionStatus }) {
  if (status !== 'in_review') return <Skeleton variant="rounded" width="60%" height={BUTTON} />;
  return (
    <Stack spacing={1}>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1 }}>
        {[1, 2, 3, 4].map((place) => (
          <Skeleton key={place} variant="rounded" height={BUTTON} />
        ))}
      </Box>
      <Skeleton variant="rounded" width="60%" height={BUTTON} />
    </Stack>
  );
}
