import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { TextInput, useNotify, useRefresh, useTranslate } from 'react-admin';
import type { DuplicateRecord } from '@server/submissions/duplicate-schema.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { useAct } from '../use-act.ts';

type Verdict = 'not_duplicate' | 'same_person';

const COLOURS = { not_duplicate: 'success', same_person: 'error' } as const;

/** Decides a pair once; "not a duplicate" is never asked again. */
export function PairDecision({ pair }: { pair: DuplicateRecord }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const act = useAct();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const send = async ({ note }: ActValues) => {
    await act(`duplicates/${pair.id}/decide`, { version: pair.version, verdict, note: note ?? null });
    notify('duplicates.decided', { type: 'success' });
    refresh();
  };
  return (
    <>
      <Typography variant="body2" color="text.secondary" sx={{ mt: 2, mb: 1 }}>
        {translate('duplicates.ask')}
      </Typography>
      <Stack direction="row" spacing={1}>
        {(['not_duplicate', 'same_person'] as const).map((name) => (
          <Button key={name} variant="outlined" color={COLOURS[name]} onClick={() => setVerdict(name)}>
            {translate(`duplicates.verdict.${name}`)}
          </Button>
        ))}
      </Stack>
      {verdict && (
        <ActDialog
          title={translate(`duplicates.verdict.${verdict}`)}
          submitLabel={translate(`duplicates.verdict.${verdict}`)}
          color={COLOURS[verdict]}
          onSubmit={send}
          onClose={() => setVerdict(null)}
        >
          <Typography>{translate(`duplicates.help.${verdict}`)}</Typography>
          <TextInput
            source="note"
            label="case.note"
            multiline
            minRows={2}
            slotProps={{ htmlInput: { maxLength: 500 } }}
          />
        </ActDialog>
      )}
    </>
  );
}
