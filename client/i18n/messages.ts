import englishMessages from 'ra-language-english';
import { auditMessages } from '../audit/audit-messages.ts';
import { authMessages } from '../auth/auth-messages.ts';
import { staffMessages } from '../auth/staff-messages.ts';
import { batchMessages } from '../batches/batch-messages.ts';
import { composeMessages } from '../batches/compose-messages.ts';
import { dashboardMessages } from '../dashboard/dashboard-messages.ts';
import { duplicateMessages } from '../duplicates/duplicate-messages.ts';
import { forwardingMessages } from '../forwarding/forwarding-messages.ts';
import { reconciliationMessages } from '../forwarding/reconciliation-messages.ts';
import { checkMessages } from '../identity/check-messages.ts';
import { ktpMessages } from '../identity/ktp-messages.ts';
import { importMessages } from '../imports/import-messages.ts';
import { jobMessages } from '../jobs/job-messages.ts';
import { latenessMessages } from '../lateness/lateness-messages.ts';
import { consoleMessages } from '../layout/console-messages.ts';
import { layoutMessages } from '../layout/layout-messages.ts';
import { noticeMessages } from '../notices/notice-messages.ts';
import { referenceMessages } from '../reference/reference-messages.ts';
import { refusalClinicMessages } from '../forwarding/refusal-messages.ts';
import { rescreenMessages } from '../screening/rescreen-messages.ts';
import { screeningMessages } from '../screening/screening-messages.ts';
import { signOffMessages } from '../sign-off/sign-off-messages.ts';
import { signalMessages } from '../signals/signal-messages.ts';
import { caseMessages } from '../submissions/case-messages.ts';
import { submissionMessages } from '../submissions/submission-messages.ts';
import { mergeWords, type Bilingual, type Locale, type Words } from './bilingual.ts';
import { enumMessages } from './enum-messages.ts';
import { errorMessages } from './error-messages.ts';
import { raIndonesian } from './ra-id.ts';
import { reasonMessages } from './reason-messages.ts';
import { refusalMessages } from './refusal-messages.ts';

// A capability adds its words here with one line; they live in its own folder.
const CAPABILITIES: readonly Bilingual[] = [
  layoutMessages,
  authMessages,
  enumMessages,
  errorMessages,
  refusalMessages,
  reasonMessages,
  dashboardMessages,
  submissionMessages,
  caseMessages,
  jobMessages,
  consoleMessages,
  importMessages,
  duplicateMessages,
  batchMessages,
  composeMessages,
  forwardingMessages,
  reconciliationMessages,
  noticeMessages,
  latenessMessages,
  refusalClinicMessages,
  auditMessages,
  signalMessages,
  signOffMessages,
  referenceMessages,
  screeningMessages,
  rescreenMessages,
  ktpMessages,
  checkMessages,
  staffMessages,
];

const REACT_ADMIN: Record<Locale, Words> = {
  id: raIndonesian as unknown as Words,
  en: englishMessages as unknown as Words,
};

/** All words of the console in one language. */
export function messagesIn(locale: Locale): Words {
  return CAPABILITIES.reduce((all, words) => mergeWords(all, words[locale]), REACT_ADMIN[locale]);
}
