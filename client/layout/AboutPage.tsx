import { Card, CardContent, Chip, Divider, List, ListItem, ListItemText, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Title, useDataProvider, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../data-provider.ts';
import type { Health } from './health.ts';

const OPEN_SOURCE = [
  'react-admin (MIT)',
  'MUI (MIT)',
  'React (MIT)',
  'Express (MIT)',
  'Knex (MIT)',
  'PDFKit (MIT)',
];

function StateChip({ state }: { state: string | undefined }) {
  const translate = useTranslate();
  const known = state === 'up' || state === 'down' ? state : 'unknown';
  const colour = { up: 'success', down: 'error', unknown: 'default' } as const;
  return <Chip size="small" color={colour[known]} label={translate(`app.aboutPage.${known}`)} />;
}

/** Version, licences, and whether the registers the work depends on answer. */
export function AboutPage() {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { data: health } = useQuery({
    queryKey: ['health'],
    queryFn: () => dataProvider.read<Health>('health'),
  });
  const word = (key: string) => translate(`app.aboutPage.${key}`);
  return (
    <Card sx={{ maxWidth: 720, mx: 'auto', mt: 3 }}>
      <Title title="app.aboutPage.title" />
      <CardContent>
        <Typography variant="h2">{translate('app.name')}</Typography>
        <Typography color="text.secondary">{translate('app.tagline')}</Typography>
        <List dense>
          <ListItem secondaryAction={health?.version ?? '–'}>
            <ListItemText primary={word('version')} />
          </ListItem>
          <ListItem secondaryAction="Apache-2.0">
            <ListItemText primary={word('licence')} />
          </ListItem>
          <ListItem secondaryAction={<StateChip state={health?.register} />}>
            <ListItemText primary={word('register')} />
          </ListItem>
          <ListItem secondaryAction={<StateChip state={health?.pmo} />}>
            <ListItemText primary={word('pmo')} />
          </ListItem>
        </List>
        {health?.demo && <Typography>{word('demo')}</Typography>}
        <Divider sx={{ my: 2 }} />
        <Typography variant="h3">{word('sources')}</Typography>
        <Typography variant="body2">{OPEN_SOURCE.join(' · ')}</Typography>
        <Typography variant="body2">{word('regions')}</Typography>
      </CardContent>
    </Card>
  );
}
