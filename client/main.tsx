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

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const render = () =>
  createRoot(root).render(
    <StrictMode>
      <CacheProvider value={cache}>
        <RouterProvider router={router} />
      </CacheProvider>
    </StrictMode>,
  );

// Whoever comes without a session starts at the door, not at a page that would send them there. No `await` at the top level:
// the build would cut everything that pages share with this module into a hundred small files.
const { pathname, search } = window.location;
if (pageSaysNoSession() && pathname !== '/login') {
  const state = { nextPathname: pathname, nextSearch: search };
  void router.navigate('/login', { replace: true, state }).then(render);
} else {
  render();
}
