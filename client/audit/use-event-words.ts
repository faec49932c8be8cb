import { useTranslate } from 'react-admin';
import type { AuditEvent } from '@server/audit/audit-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';

type Who = Pick<AuditEvent, 'actorId' | 'actorName' | 'actorRole'>;

/** Names an event's action, actor and subject in the user's language; a new action keeps its code. */
export function useEventWords() {
  const translate = useTranslate();
  const { nameOf } = useStaffNames();
  const subject = (name: string) => translate(`audit.subjects.${name}`, { _: name });
  return {
    // Codes hold dots, which the words' tree would take for branches.
    action: (code: string) => translate(`audit.actions.${code.replace('.', '_')}`, { _: code }),
    subject,
    about: ({ subject: name, subjectId }: Pick<AuditEvent, 'subject' | 'subjectId'>) =>
      subjectId ? `${subject(name)} ${subjectId}` : subject(name),
    who: ({ actorId, actorName, actorRole }: Who) => {
      const name = actorName ?? nameOf(actorId) ?? translate('console.system');
      return actorRole ? `${name} · ${translate(`enums.role.${actorRole}`, { _: actorRole })}` : name;
    },
  };
}

const PAGES: Record<string, (id: string) => string> = {
  submission: (id) => `/submissions/${id}/show`,
  batch: (id) => `/batches/${id}/show`,
  import: (id) => `/imports/${id}/show`,
  duplicate: (id) => `/duplicates/${id}/show`,
  dispatch: (id) => `/dispatches/${id}/show`,
  job: (id) => `/jobs/${id}/show`,
};

/** The page of what an event is about, where it has one. */
export function subjectPage({
  subject,
  subjectId,
}: Pick<AuditEvent, 'subject' | 'subjectId'>): string | undefined {
  return subjectId && /^\d+$/.test(subjectId) ? PAGES[subject]?.(subjectId) : undefined;
}
