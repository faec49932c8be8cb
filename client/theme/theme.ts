import type { RaThemeOptions } from 'react-admin';
import { componentStyles } from './component-styles.ts';

// Fonts of the machine only: nothing is fetched from elsewhere, and a ministry's network may have no elsewhere.
const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif';

const shared = {
  shape: { borderRadius: 8 },
  sidebar: { width: 232, closedWidth: 52 },
  typography: {
    fontFamily: SYSTEM_FONTS,
    fontSize: 13.5,
    button: { textTransform: 'none', fontWeight: 600 },
    h1: { fontSize: '1.5rem', fontWeight: 650 },
    h2: { fontSize: '1.125rem', fontWeight: 650 },
    h3: { fontSize: '1rem', fontWeight: 650 },
    h4: { fontSize: '0.9375rem', fontWeight: 650 },
    h5: { fontSize: '1.25rem', fontWeight: 600 },
    h6: { fontSize: '1rem', fontWeight: 600 },
    overline: { fontSize: '0.6875rem', letterSpacing: '0.08em', fontWeight: 600, lineHeight: 2 },
  },
} satisfies RaThemeOptions;

/** Petrol and ochre on a cool paper ground: sober by day. Every text pair is at least 4.5 : 1. */
export const lightTheme: RaThemeOptions = {
  ...shared,
  palette: {
    mode: 'light',
    primary: { main: '#0b4f5c', light: '#2f7482', dark: '#073741', contrastText: '#ffffff' },
    secondary: { main: '#8a4b08', light: '#b5701f', dark: '#5f3305', contrastText: '#ffffff' },
    success: { main: '#1b6b3a', dark: '#114d28', contrastText: '#ffffff' },
    warning: { main: '#8f5200', dark: '#6b3d00', contrastText: '#ffffff' },
    error: { main: '#a8241d', dark: '#7d1712', contrastText: '#ffffff' },
    info: { main: '#22588f', dark: '#173f68', contrastText: '#ffffff' },
    background: { default: '#f3f6f7', paper: '#ffffff' },
    text: { primary: '#15242a', secondary: '#4a5c64' },
    divider: '#dbe3e6',
    bulkActionsToolbarBackgroundColor: '#dcebed',
  },
  components: componentStyles('light'),
};

/** The same two colours by night. */
export const darkTheme: RaThemeOptions = {
  ...shared,
  palette: {
    mode: 'dark',
    primary: { main: '#7fcbd9', light: '#a9dfe9', dark: '#4f9dac', contrastText: '#06262d' },
    secondary: { main: '#f0b964', light: '#f6d297', dark: '#c28f3f', contrastText: '#2b1a02' },
    success: { main: '#7ccf97', contrastText: '#06250f' },
    warning: { main: '#f0b35a', contrastText: '#2b1a02' },
    error: { main: '#f49a92', contrastText: '#3a0906' },
    info: { main: '#92c0f0', contrastText: '#08213c' },
    background: { default: '#10181c', paper: '#182329' },
    text: { primary: '#e6eef1', secondary: '#a9bac1' },
    divider: '#2b3a41',
    bulkActionsToolbarBackgroundColor: '#1f343b',
  },
  components: componentStyles('dark'),
};
