import type passport from 'passport';
import { auditRoutes } from './audit/audit-routes.ts';
import { authRoutes } from './auth/auth-routes.ts';
import { tokenRoutes } from './auth/token-routes.ts';
import { batchRoutes } from './batches/batch-routes.ts';
import { compositionRoutes } from './batches/composition-routes.ts';
import { counterRoutes } from './counter/counter-routes.ts';
import { dashboardRoutes } from './dashboard/dashboard-routes.ts';
import { documentRoutes } from './documents/document-routes.ts';
import { answerDeadlineRoutes } from './forwarding/answer-deadline-routes.ts';
import { answerCallRoutes } from './forwarding/answer-call-routes.ts';
import { forwardingRoutes } from './forwarding/forwarding-routes.ts';
import { reconciliationSheetRoutes } from './forwarding/reconciliation-routes.ts';
import { pmoCodeRoutes } from './forwarding/pmo-code-routes.ts';
import { refusalRoutes } from './forwarding/refusal-routes.ts';
import type { RouteRecord } from './http/route.ts';
import { latenessRoutes } from './lateness/lateness-routes.ts';
import { identityRoutes } from './identity/identity-routes.ts';
import { importRoutes } from './imports/import-routes.ts';
import { jobRoutes } from './jobs/job-routes.ts';
import { referenceRoutes } from './reference/reference-routes.ts';
import { noticeRoutes } from './notices/notice-routes.ts';
import { portalRoutes } from './portal/portal-routes.ts';
import { screeningRoutes } from './screening/screening-routes.ts';
import { signOffRoutes } from './sign-off/sign-off-routes.ts';
import { signalRoutes } from './signals/signal-routes.ts';
import { duplicateRoutes } from './submissions/duplicate-routes.ts';
import { receiptRoutes } from './submissions/receipt-routes.ts';
import { rescreenRoutes } from './submissions/rescreen-routes.ts';
import { exportRoutes } from './submissions/submission-export-routes.ts';
import { submissionRoutes } from './submissions/submission-routes.ts';
import { visibleTo } from './submissions/submission-store.ts';
import type { Services } from './services.ts';
import { viewRoutes } from './views/view-routes.ts';

/** Every route of the API, capability by capability: the table the sweeps of the tests walk. */
export function allRoutes(services: Services, passportInstance: passport.Authenticator): RouteRecord[] {
  return [
    ...authRoutes({ ...services, passport: passportInstance }),
    ...tokenRoutes(services),
    ...auditRoutes(services.auditReading),
    ...dashboardRoutes(services.dashboard),
    ...signalRoutes(services.signals),
    ...viewRoutes(services.database),
    ...referenceRoutes(services.database),
    ...jobRoutes(services.database),
    ...documentRoutes(services.documents),
    ...receiptRoutes({ ...services, publicUrl: services.config.publicUrl }),
    ...identityRoutes({ ...services, visibleTo }),
    ...screeningRoutes({ ...services, visibleTo }),
    ...duplicateRoutes(services),
    ...rescreenRoutes({ ...services, ...services.submissions }),
    ...exportRoutes(services.submissions.exports),
    ...submissionRoutes({ ...services, ...services.submissions }),
    ...counterRoutes(services),
    ...importRoutes(services.imports),
    ...signOffRoutes(services),
    ...compositionRoutes({ ...services, ...services.batches }),
    ...batchRoutes(services),
    ...forwardingRoutes(services),
    ...reconciliationSheetRoutes(services),
    ...answerCallRoutes(services),
    ...answerDeadlineRoutes(services),
    ...pmoCodeRoutes(services),
    ...refusalRoutes(services),
    ...noticeRoutes(services),
    ...latenessRoutes(services),
    ...portalRoutes({ ...services, publicUrl: services.config.publicUrl }),
  ];
}
