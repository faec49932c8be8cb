import { Button, Chip, Stack } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useListContext, usePermissions, useTranslate } from 'react-admin';
import type { Permission } from '@server/auth/permission-rules.ts';
import { BULK_VERBS, type BulkVerb } from '@server/submissions/submission-bulk-schema.ts';
import { PERMISSION_FOR_ACTION } from '@server/submissions/submission-rules.ts';
import type { BulkTarget } from '../../data-provider.ts';
import { useFormat } from '../../i18n/format.ts';

const BulkDialog = lazy(() => import('./BulkDialog.tsx').then((module) => ({ default: module.BulkDialog })));

/** Acts on many: the rows ticked, or everything the filter finds, with the count frozen when that was chosen. */
export function BulkActions() {
  const translate = useTranslate();
  const format = useFormat();
  const { selectedIds, filterValues, total = 0, onUnselectItems } = useListContext();
  const { permissions = [] } = usePermissions<Permission[]>();
  const [frozen, setFrozen] = useState<{ filter: Record<string, unknown>; expectedCount: number } | null>(
    null,
  );
  const [verb, setVerb] = useState<BulkVerb | null>(null);
  const target: BulkTarget = frozen ?? { ids: selectedIds };
  const count = frozen?.expectedCount ?? selectedIds.length;
  const verbs = BULK_VERBS.filter((name) => permissions.includes(PERMISSION_FOR_ACTION[name]));
  const close = (done: boolean) => {
    setVerb(null);
    if (done) onUnselectItems();
  };
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
      {frozen ? (
        <Chip
          size="small"
          color="primary"
          onDelete={() => setFrozen(null)}
          label={translate('submissions.bulk.frozen', { count: format.number(frozen.expectedCount) })}
        />
      ) : (
        total > selectedIds.length && (
          <Button size="small" onClick={() => setFrozen({ filter: filterValues, expectedCount: total })}>
            {translate('submissions.bulk.selectFilter', { count: format.number(total) })}
          </Button>
        )
      )}
      {verbs.map((name) => (
        <Button key={name} size="small" variant="outlined" onClick={() => setVerb(name)}>
          {translate(`case.actions.${name}`)}
        </Button>
      ))}
      <Suspense fallback={null}>
        {verb && <BulkDialog verb={verb} target={target} count={count} onClose={close} />}
      </Suspense>
    </Stack>
  );
}
