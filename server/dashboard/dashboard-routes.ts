import { z } from 'zod';
import { read, type RouteRecord } from '../http/route.ts';
import { invalid } from '../errors.ts';
import { Dashboard } from './dashboard-schema.ts';
import type { DashboardService } from './dashboard-service.ts';

const Query = z.strictObject({ waveId: z.coerce.number().int().positive().optional() });

/** The figures of the role's home page. */
export function dashboardRoutes(dashboard: DashboardService): RouteRecord[] {
  return [
    read('/dashboard', {
      permission: 'dashboard.read',
      audit: { none: 'counts, nobody’s case' },
      summary: 'Figures of the role’s home page; ?waveId= for another wave than the open one',
      response: Dashboard,
      handle: ({ actor, query }) => {
        const asked = Query.safeParse(query);
        if (!asked.success)
          throw invalid('INVALID_INPUT', 'waveId is the id of a wave.', { waveId: 'not an id' });
        return dashboard.figures(actor, asked.data.waveId ?? null);
      },
    }),
  ];
}
