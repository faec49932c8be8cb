import type { Theme } from '@mui/material';
import type { RaThemeOptions } from 'react-admin';

type Mode = 'light' | 'dark';

const focusColour = { light: '#b25e00', dark: '#ffcf87' } as const;
const headColour = { light: '#eaf0f2', dark: '#1e2b32' } as const;
const BELOW_BAR = 'calc(100vh - 48px)';
const barColour = { light: '#0b4f5c', dark: '#0c2a31' } as const;

function focusStyles(mode: Mode) {
  const ring = { outline: `3px solid ${focusColour[mode]}`, outlineOffset: 2 };
  return {
    MuiCssBaseline: {
      styleOverrides: {
        ':focus-visible': ring,
        'input:focus-visible, textarea:focus-visible': { outline: 'none' },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': {
            animationDuration: '0.01ms !important',
            transitionDuration: '0.01ms !important',
          },
        },
        '.visually-hidden': {
          position: 'absolute',
          width: 1,
          height: 1,
          margin: -1,
          overflow: 'hidden',
          clip: 'rect(0 0 0 0)',
          whiteSpace: 'nowrap',
        },
      },
    },
    MuiButtonBase: {
      // A ring, not a ripple, shows where the keyboard is.
      defaultProps: { disableRipple: true },
      styleOverrides: { root: { '&.Mui-focusVisible': ring } },
    },
  };
}

function tableStyles(mode: Mode) {
  return {
    MuiTableCell: {
      styleOverrides: {
        root: { '&.MuiTableCell-paddingCheckbox': { padding: '0 8px' } },
        sizeSmall: { padding: '5px 12px' },
        head: { fontWeight: 600, whiteSpace: 'nowrap', backgroundColor: headColour[mode] },
        stickyHeader: { backgroundColor: headColour[mode] },
      },
    },
    RaDatagrid: {
      styleOverrides: { root: { '& .RaDatagrid-headerCell': { backgroundColor: headColour[mode] } } },
    },
    RaDataTable: {
      styleOverrides: { root: { '& .RaDataTable-headerCell': { backgroundColor: headColour[mode] } } },
    },
    // In the flow of the page, so that ticking a row does not hide the filters.
    RaBulkActionsToolbar: {
      styleOverrides: {
        root: {
          '& .RaBulkActionsToolbar-toolbar': { position: 'static', transform: 'none', height: 'auto' },
          '& .RaBulkActionsToolbar-toolbar.RaBulkActionsToolbar-collapsed': { display: 'none' },
        },
      },
    },
    RaList: { styleOverrides: { root: { '& .RaList-content': { overflow: 'visible' } } } },
  };
}

interface CheckboxState {
  'aria-label'?: string;
  inputProps?: Record<string, unknown>;
}

/**
 * MUI puts a checkbox's aria-label on the span around it, where it names nothing. The row checkboxes of react-admin's
 * tables pass it that way: here it moves to the input.
 */
const checkboxLabel = {
  root: () => ({ 'aria-label': undefined }),
  input: (state: CheckboxState) => ({
    ...state.inputProps,
    'aria-label': state['aria-label'] ?? state.inputProps?.['aria-label'],
  }),
};

function inputStyles() {
  const field = { variant: 'outlined', margin: 'dense', size: 'small', fullWidth: true };
  return {
    MuiTextField: { defaultProps: field },
    // A locked field's reason must be as readable as any other text.
    MuiFormHelperText: {
      styleOverrides: {
        root: ({ theme }: { theme: Theme }) => ({
          '&.Mui-disabled': { color: theme.palette.text.secondary },
        }),
      },
    },
    MuiFormControl: { defaultProps: field },
    MuiAutocomplete: { defaultProps: { fullWidth: true } },
    MuiCheckbox: { defaultProps: { slotProps: checkboxLabel } },
    MuiTooltip: { defaultProps: { arrow: true, enterDelay: 300 } },
    RaSimpleFormIterator: { defaultProps: { fullWidth: true } },
  };
}

function layoutStyles(mode: Mode) {
  return {
    // The page's title is its h1, so the titles of its parts are h2 however small they are set.
    MuiTypography: { defaultProps: { variantMapping: { h3: 'h2' } } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiCard: {
      defaultProps: { variant: 'outlined' },
      styleOverrides: { root: { borderRadius: 10 } },
    },
    MuiChip: { styleOverrides: { root: { fontWeight: 600, borderRadius: 6 } } },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiLink: { defaultProps: { underline: 'always' } },
    RaAppBar: {
      styleOverrides: { root: { '& .RaAppBar-toolbar': { paddingInline: 8 } } },
    },
    MuiAppBar: {
      defaultProps: { elevation: 0 },
      styleOverrides: { root: { backgroundColor: barColour[mode], color: '#ffffff' } },
    },
    RaLayout: {
      styleOverrides: {
        root: { minWidth: 0, '& .RaLayout-content': { padding: '8px 16px 16px', minWidth: 0 } },
      },
    },
    // As tall as the bar leaves it. Counted in letters it is two pixels taller, and every page scrolls by those.
    RaSidebar: {
      styleOverrides: { root: { height: BELOW_BAR, '& .RaSidebar-fixed': { height: BELOW_BAR } } },
    },
    RaMenuItemLink: {
      styleOverrides: {
        root: {
          borderRadius: 6,
          margin: '1px 6px',
          minHeight: 36,
          '&.RaMenuItemLink-active': { fontWeight: 650, backgroundColor: headColour[mode] },
          '& .RaMenuItemLink-icon': { minWidth: 34 },
        },
      },
    },
  };
}

/** Component defaults of the console: compact lists, outlined inputs, one visible focus ring. */
export function componentStyles(mode: Mode): NonNullable<RaThemeOptions['components']> {
  return { ...focusStyles(mode), ...tableStyles(mode), ...inputStyles(), ...layoutStyles(mode) };
}
