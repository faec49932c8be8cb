import { createContext, useContext } from 'react';

export interface CommandPaletteControl {
  open: () => void;
}

export const CommandPaletteContext = createContext<CommandPaletteControl>({ open: () => undefined });

/** Opens the command palette from anywhere below the layout. */
export function useCommandPalette(): CommandPaletteControl {
  return useContext(CommandPaletteContext);
}
