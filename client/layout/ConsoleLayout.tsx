import type { ReactNode } from 'react';
import { Layout } from 'react-admin';
import { useSessionWatch } from '../auth/lost-session.ts';
import { CommandPaletteProvider } from './CommandPalette.tsx';
import { ConsoleAppBar } from './ConsoleAppBar.tsx';
import { ConsoleMenu } from './ConsoleMenu.tsx';
import { ErrorPage } from './ErrorPage.tsx';
import { useFoldedMenu } from './use-folded-menu.ts';

/** The frame of every page behind the login. */
export function ConsoleLayout({ children }: { children: ReactNode }) {
  useSessionWatch();
  useFoldedMenu();
  return (
    <CommandPaletteProvider>
      <Layout appBar={ConsoleAppBar} menu={ConsoleMenu} error={ErrorPage} appBarAlwaysOn>
        {children}
      </Layout>
    </CommandPaletteProvider>
  );
}
