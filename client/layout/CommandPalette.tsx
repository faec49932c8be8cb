import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { CommandPaletteContext } from './command-palette-context.ts';

const CommandPaletteDialog = lazy(() =>
  import('./CommandPaletteDialog.tsx').then((module) => ({ default: module.CommandPaletteDialog })),
);

/** Ctrl K anywhere opens the palette; its code is fetched the first time. */
export function CommandPaletteProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const control = useMemo(() => ({ open: () => setOpen(true) }), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <CommandPaletteContext value={control}>
      {children}
      {isOpen && (
        <Suspense fallback={null}>
          <CommandPaletteDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </CommandPaletteContext>
  );
}
