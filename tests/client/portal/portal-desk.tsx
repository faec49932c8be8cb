import { cleanup, render } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import type { PortalMe, PortalSubmission } from '@server/portal/portal-schema.ts';
import { ApplicantProvider } from '../../../client/portal/applicant.tsx';
import { LanguageProvider } from '../../../client/portal/language.tsx';
import { PortalApp } from '../../../client/portal/PortalApp.tsx';
import { RouterProvider } from '../../../client/portal/router.tsx';

// Vitest runs without globals here, so the library cannot clean up by itself.
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  window.sessionStorage.clear();
  window.localStorage.clear();
});

export interface Asked {
  method: string;
  path: string;
  body: unknown;
}
type Answer = [status: number, body: unknown];
export type Answers = Record<string, (asked: Asked) => Answer>;

/** Answers the portal's requests as a test says, `'PUT submission': …`; what it does not say is an ended session. */
function answerWith(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : init.body;
    const one = { method: init.method ?? 'GET', path: url.replace('/api/portal/', ''), body };
    asked.push(one);
    const [status, answer] = answers[`${one.method} ${one.path}`]?.(one) ?? [
      401,
      { code: 'NO_SESSION', message: '' },
    ];
    return Promise.resolve(new Response(answer === undefined ? '' : JSON.stringify(answer), { status }));
  });
  return asked;
}

/** Opens an address of the portal. @returns what is asked of the API, as it happens */
export function openPortal(path: string, answers: Answers): Asked[] {
  const asked = answerWith(answers);
  window.history.replaceState(null, '', path);
  render(
    <LanguageProvider>
      <RouterProvider>
        <ApplicantProvider>
          <PortalApp />
        </ApplicantProvider>
      </RouterProvider>
    </LanguageProvider>,
  );
  return asked;
}

export const WAVE = {
  name: 'Gelombang 71',
  opensAt: '2026-11-20T01:00:00Z',
  closesAt: '2099-12-20T16:59:00Z',
};

/** A form half filled in, changed as a test needs it. */
export function submissionOf(change: Partial<PortalSubmission> = {}): PortalSubmission {
  return {
    version: 3,
    waveName: WAVE.name,
    closesAt: WAVE.closesAt,
    registrationNo: null,
    ...{ status: 'draft', stage: 'filling' },
    timeline: [{ stage: 'filling', at: '2026-12-01T02:10:00Z' }],
    form: {
      fullName: 'Siti Contohwati',
      nikMasked: '337401**********',
      kkNumberMasked: '337401**********',
      ...{ birthPlace: 'Semarang', birthDate: '1994-05-17', sex: 'P', ktpAddress: null },
      ...{ domicileAddress: null, regionCode: null, educationLevel: null, employmentStatus: null },
      ...{ desiredTraining: null, declarations: null },
    },
    editable: true,
    missing: [{ field: 'ktpAddress', code: 'REQUIRED' }],
    ...{ reasons: [], note: null, documents: [], withdrawable: false },
    ...change,
  };
}

export function meWith(submission: PortalSubmission | null): PortalMe {
  const proven = { emailVerified: true, phoneVerified: true };
  return {
    applicant: {
      fullName: 'Siti Contohwati',
      email: 'siti@contoh.id',
      phone: '+6281234567890',
      ...proven,
      createdAt: '2026-11-30T00:00:00Z',
    },
    wave: WAVE,
    submission,
  };
}

/** The answers to somebody logged in with this registration. */
export const loggedIn = (submission: PortalSubmission): Answers => ({
  'GET me': () => [200, meWith(submission)],
  'GET submission': () => [200, submission],
  'GET regions': () => [
    200,
    [
      { code: '33', name: 'JAWA TENGAH' },
      { code: '33.74', name: 'KOTA SEMARANG' },
      { code: '65', name: 'KALIMANTAN UTARA' },
      { code: '65.01', name: 'KABUPATEN BULUNGAN' },
    ],
  ],
});
