import { Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import type { ImportCase } from '@server/imports/import-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useCodeWords } from '../i18n/use-code-words.ts';
import { useFormat } from '../i18n/format.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { ActDialog } from '../layout/ActDialog.tsx';
import { useAct } from '../use-act.ts';

/** Taking over the good rows, or throwing the dry run away. Each asks once more. */
export function ImportActs({ record }: { record: ImportCase }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useCodeWords();
  const refresh = useRefresh();
  const act = useAct();
  const mayWrite = useMay('import.write');
  const [open, setOpen] = useState<'commit' | 'discard' | null>(null);
  const mayCommit = record.status === 'ready' || record.commitBlockers.length === 0;
  const mayDiscard = record.discardBlockers.length === 0;
  if (!mayWrite) return null;
  const send = async () => {
    await act(`imports/${record.id}/${open}`, { version: record.version });
    refresh();
  };
  const count = format.number(record.counts.new + record.counts.changed);
  return (
    <Stack direction="row" spacing={1}>
      {mayCommit && (
        <ActButton
          label={translate('imports.commit', { count })}
          variant="contained"
          reasons={record.commitBlockers.map((blocker) => words(blocker))}
          onClick={() => setOpen('commit')}
        />
      )}
      {mayDiscard && (
        <ActButton
          label={translate('imports.discard')}
          color="warning"
          reasons={[]}
          onClick={() => setOpen('discard')}
        />
      )}
      {open && (
        <ActDialog
          title={translate(`imports.ask.${open}`)}
          submitLabel={
            open === 'commit' ? translate('imports.commit', { count }) : translate('imports.discard')
          }
          color={open === 'commit' ? 'primary' : 'warning'}
          onSubmit={send}
          onClose={() => setOpen(null)}
        >
          <Typography>{translate(`imports.askHelp.${open}`, { count, file: record.fileName })}</Typography>
        </ActDialog>
      )}
    </Stack>
  );
}
