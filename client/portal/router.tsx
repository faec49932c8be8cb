import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  type MouseEvent,
  type ReactNode,
} from 'react';

interface Router {
  pathname: string;
  /** Counts the moves, so that a page knows that it was come to and not only opened. */
  moves: number;
  go: (path: string, options?: { replace?: boolean }) => void;
}

const RouterContext = createContext<Router | null>(null);

/** Addresses over the History API: enough for a dozen pages without a library. */
export function RouterProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState({ pathname: window.location.pathname, moves: 0 });
  useEffect(() => {
    const follow = () => setPlace(({ moves }) => ({ pathname: window.location.pathname, moves: moves + 1 }));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const router = useMemo<Router>(
    () => ({
      ...place,
      go: (path, options) => {
        window.history[options?.replace ? 'replaceState' : 'pushState'](null, '', path);
        setPlace(({ moves }) => ({ pathname: window.location.pathname, moves: moves + 1 }));
      },
    }),
    [place],
  );
  return <RouterContext value={router}>{children}</RouterContext>;
}

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (!router) throw new Error('useRouter outside of RouterProvider');
  return router;
}

interface LinkProps {
  to: string;
  className?: string;
  children: ReactNode;
  'aria-current'?: 'page' | 'step';
}

/** A link within the portal; with a modifier key, or to a new tab, it is the browser's own. */
export function Link({ to, children, ...rest }: LinkProps) {
  const { go } = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
