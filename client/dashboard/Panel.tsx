import { Box, Card, CardContent, Skeleton, Typography } from '@mui/material';
import { Suspense, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';

/** A titled part of a home page; charts below it may still be on their way. */
export function Panel({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  const translate = useTranslate();
  const heading = translate(title);
  return (
    <Card
      component="section"
      aria-label={heading}
      sx={{ gridColumn: wide ? '1 / -1' : undefined, minWidth: 0 }}
    >
      <CardContent sx={{ p: 2, '&:last-child': { pb: 2 } }}>
        <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
          {heading}
        </Typography>
        <Suspense fallback={<Skeleton variant="rectangular" height={220} />}>{children}</Suspense>
      </CardContent>
    </Card>
  );
}

/** Panels side by side, two to a row where there is room. */
export function Panels({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(420px, 1fr))', gap: 2 }}>
      {children}
    </Box>
  );
}

/** Said where a plot would be empty. */
export function NothingYet() {
  const translate = useTranslate();
  return <Typography color="text.secondary">{translate('dashboard.nothingYet')}</Typography>;
}
