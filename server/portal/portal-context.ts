import type { Database } from '../database.ts';
import type { RequestContext } from '../http/route.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import type { Asked } from './applicant-account.ts';
import type { PortalService } from './portal-service.ts';

export interface PortalRouteDependencies {
  applicants: PortalService;
  database: Database;
  press: PaperPress;
  publicUrl: string;
}

/** A request as the portal's rules see it. */
export const askedOf = ({
  requestId,
  now,
  req,
}: Pick<RequestContext, 'requestId' | 'now' | 'req'>): Asked => ({
  ...{ requestId, now },
  address: req.ip ?? 'unknown',
});
