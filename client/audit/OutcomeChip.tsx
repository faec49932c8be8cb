import { Chip } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { AuditEvent } from '@server/audit/audit-schema.ts';

/** Whether the act was done or refused. */
export function OutcomeChip({ outcome }: Pick<AuditEvent, 'outcome'>) {
  const translate = useTranslate();
  return (
    <Chip
      size="small"
      variant="outlined"
      color={outcome === 'done' ? 'success' : 'error'}
      label={translate(`audit.outcome.${outcome}`)}
    />
  );
}
