import { useEffect } from 'react';
import { useSidebarState, useStore } from 'react-admin';
import { matchPath, useLocation } from 'react-router-dom';

/** Pages on which the decision needs the width. */
const WIDE_PAGES = ['/submissions/:id/show'];

/**
 * Folds the menu on a page that needs the width and unfolds it after. That it was folded for the page, not by its
 * user, is kept beside the menu's own state: a case that is reloaded, or closed with its tab, leaves no menu folded.
 */
export function useFoldedMenu(): void {
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useSidebarState();
  const [wasFolded, setFolded] = useStore('loket.menuFolded', false);
  const isWide = WIDE_PAGES.some((path) => matchPath(path, pathname) !== null);
  useEffect(() => {
    if (isWide ? !isOpen : !wasFolded) return;
    setOpen(!isWide);
    setFolded(isWide);
    // Only coming and going count: who unfolds the menu on such a page keeps it.
  }, [isWide]);
}
