import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';
import { App } from './App.tsx';
import { pageSaysNoSession } from './auth-provider.ts';

// The server writes a fresh nonce into the page; without it the style-src policy would drop every style of MUI.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const cache = createCache({ key: 'css', prepend: true, ...(nonce ? { nonce } : {}) });
// A data router, not <BrowserRouter>: react-admin's warning about unsaved changes needs one.
const router = createBrowserRouter([{ path: '*', element: <App /> }]);

// Whoever comes without a session starts at the door, not at a page that would send them there.
const { pathname, search } = window.location;
if (pageSaysNoSession() && pathname !== '/login')
  await router.navigate('/login', {
    replace: true,
    state: { nextPathname: pathname, nextSearch: search },
  });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <CacheProvider value={cache}>
      <RouterProvider router={router} />
    </CacheProvider>
  </StrictMode>,
);
