import InboxIcon from '@mui/icons-material/Inbox';
import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';

/** An empty list that says what to do next. `words` is a branch with `title` and `help`. */
export function EmptyState({ words, children }: { words: string; children?: ReactNode }) {
  const translate = useTranslate();
  return (
    <Stack spacing={1} sx={{ alignItems: 'center', py: 6, px: 2, textAlign: 'center' }}>
      <InboxIcon fontSize="large" color="disabled" />
      <Typography variant="h3" component="h2">
        {translate(`${words}.title`)}
      </Typography>
      <Typography color="text.secondary">{translate(`${words}.help`)}</Typography>
      {children}
    </Stack>
  );
}
