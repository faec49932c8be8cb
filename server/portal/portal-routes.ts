import type { RouteRecord } from '../http/route.ts';
import { accountRoutes } from './portal-account-routes.ts';
import type { PortalRouteDependencies } from './portal-context.ts';
import { formRoutes } from './portal-form-routes.ts';
import { openRoutes } from './portal-open-routes.ts';
import type { PortalService } from './portal-service.ts';

/** Only for whoever has a session of the portal, asked before a picture is taken or a body read. */
const ofApplicants = (portal: PortalService, records: readonly RouteRecord[]): RouteRecord[] =>
  records.map((record) => ({ ...record, repeatable: false, prove: (req) => portal.sessions.prove(req) }));

/**
 * The applicants' portal. `public` is said to the staff's permissions: what belongs to an applicant asks for their own session
 * (`prove`), and a member of staff is nobody here. Nothing is kept for repeated requests, which know staff alone; every write
 * names the version it saw instead.
 */
export const portalRoutes = (dependencies: PortalRouteDependencies): RouteRecord[] => [
  ...openRoutes(dependencies),
  ...ofApplicants(dependencies.applicants, [...accountRoutes(dependencies), ...formRoutes(dependencies)]),
];
