import { Box, Card, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useFormat } from '../i18n/format.ts';

export interface Tile {
  label: string;
  value: number | null | undefined;
  tone?: 'success' | 'warning' | 'error' | 'info';
  help?: ReactNode;
  /** Where the rows behind the number are listed. */
  to?: string;
}

function TileCard({ tile }: { tile: Tile }) {
  const format = useFormat();
  const colour = tile.tone && tile.value ? `${tile.tone}.main` : 'text.primary';
  const number = (
    <Typography component="span" sx={{ fontSize: '1.5rem', fontWeight: 650, color: colour }}>
      {format.number(tile.value)}
    </Typography>
  );
  return (
    <Card
      sx={{
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'flex-start',
        px: 2,
        py: 1.25,
        borderTop: 3,
        borderTopColor: tile.value ? colour : 'divider',
      }}
    >
      {/* The numbers of a row stand on one line, however many lines their names take. */}
      <Typography variant="caption" color="text.secondary" component="div" sx={{ mb: 'auto' }}>
        {tile.label}
      </Typography>
      {tile.to && tile.value ? (
        <Box component={Link} to={tile.to} aria-label={`${tile.label}: ${tile.value}`} sx={{ color: colour }}>
          {number}
        </Box>
      ) : (
        number
      )}
      {tile.help && (
        <Typography variant="caption" color="text.secondary" component="div">
          {tile.help}
        </Typography>
      )}
    </Card>
  );
}

/** Numbers to take in at a glance. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: 1.5 }}>
      {tiles.map((tile) => (
        <TileCard key={tile.label} tile={tile} />
      ))}
    </Box>
  );
}
