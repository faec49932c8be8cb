import { Button, Stack } from '@mui/material';
import { useEffect } from 'react';
import { useTranslate } from 'react-admin';

export type SaveMode = 'keep' | 'submit' | 'submitAndNew';

interface Props {
  modes: readonly SaveMode[];
  busy: boolean;
  onSave: (mode: SaveMode) => void;
}

/** Draft, submit, or submit and go on with the next paper (Ctrl Enter). */
export function FormButtons({ modes, busy, onSave }: Props) {
  const translate = useTranslate();
  const last = modes[modes.length - 1] ?? 'keep';
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || busy) return;
      event.preventDefault();
      event.stopPropagation();
      onSave(last);
    };
    // Caught on the way down: a select that has the focus would open on Enter.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [busy, last, onSave]);
  return (
    <Stack
      direction="row"
      spacing={1}
      sx={{
        position: 'sticky',
        bottom: 0,
        zIndex: 2,
        bgcolor: 'background.default',
        py: 1,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      {modes.map((mode) => (
        <Button
          key={mode}
          variant={mode === last ? 'contained' : 'outlined'}
          disabled={busy}
          onClick={() => onSave(mode)}
        >
          {translate(`submissions.form.save.${mode}`)}
          {mode === last && ' (Ctrl Enter)'}
        </Button>
      ))}
    </Stack>
  );
}
