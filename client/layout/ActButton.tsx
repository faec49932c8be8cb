import { Box, Button, Tooltip, type ButtonProps } from '@mui/material';

interface Props extends Pick<ButtonProps, 'color' | 'variant' | 'size' | 'startIcon' | 'loading'> {
  label: string;
  /** Why it cannot be done now, in words; empty when it can. */
  reasons: readonly string[];
  onClick: () => void;
}

/** A button that, while it is grey, says why. */
export function ActButton({ label, reasons, onClick, ...looks }: Props) {
  const why = reasons.join('; ');
  return (
    <Tooltip title={why} describeChild>
      {/* A disabled button takes no pointer: the wrapper carries the reason. */}
      <Box component="span" sx={{ display: 'inline-flex', flexShrink: 0 }}>
        <Button
          {...looks}
          sx={{ whiteSpace: 'nowrap' }}
          disabled={reasons.length > 0}
          aria-description={why || undefined}
          onClick={onClick}
        >
          {label}
        </Button>
      </Box>
    </Tooltip>
  );
}
