import { cleanup } from '@testing-library/react';
import { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AdminContext, memoryStore, testDataProvider, type AuthProvider } from 'react-admin';
import { MemoryRouter } from 'react-router-dom';
import { afterEach } from 'vitest';
import { ROLE_PERMISSIONS, type Role } from '@server/auth/permission-rules.ts';
import type { ConsoleDataProvider } from '../../client/data-provider.ts';
import { i18nProvider } from '../../client/i18n/i18n-provider.ts';

// Vitest runs without globals here, so the library cannot clean up by itself.
afterEach(cleanup);

export const STAFF_NAMES = [
  { id: 2, fullName: 'Bagus Verifikasi', role: 'reviewer', active: true },
  { id: 3, fullName: 'Ratih Telitiawan', role: 'reviewer', active: true },
];

function authAs(role: Role, id: number): AuthProvider {
  return {
    login: () => Promise.resolve(),
    logout: () => Promise.resolve(),
    checkAuth: () => Promise.resolve(),
    checkError: () => Promise.resolve(),
    getIdentity: () =>
      Promise.resolve({ id, username: role, fullName: role, role, officeId: 1, officeName: 'Kementerian' }),
    getPermissions: () => Promise.resolve(ROLE_PERMISSIONS[role]),
    canAccess: () => Promise.resolve(true),
  };
}

interface Props {
  role?: Role;
  staffId?: number;
  provider?: Partial<ConsoleDataProvider>;
  children: ReactNode;
}

/** Everything the console's components stand in: language, person, and an API that answers as the test says. */
export function ConsoleContext({ role = 'reviewer', staffId = 2, provider = {}, children }: Props) {
  const read = (path: string) => Promise.resolve(path === 'staff/names' ? STAFF_NAMES : []);
  const dataProvider = { ...testDataProvider(), read, ...provider } as ConsoleDataProvider;
  return (
    <MemoryRouter>
      <AdminContext
        dataProvider={dataProvider}
        authProvider={authAs(role, staffId)}
        i18nProvider={i18nProvider}
        store={memoryStore()}
        queryClient={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
      >
        {children}
      </AdminContext>
    </MemoryRouter>
  );
}
