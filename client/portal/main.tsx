import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApplicantProvider } from './applicant.tsx';
import { LanguageProvider } from './language.tsx';
import { PortalApp } from './PortalApp.tsx';
import { PortalBoundary } from './PortalBoundary.tsx';
import { RouterProvider } from './router.tsx';
import './portal.css';

const root = document.getElementById('root');
if (!root) throw new Error('daftar.html has no #root');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <PortalBoundary>
        <RouterProvider>
          <ApplicantProvider>
            <PortalApp />
          </ApplicantProvider>
        </RouterProvider>
      </PortalBoundary>
    </LanguageProvider>
  </StrictMode>,
);
