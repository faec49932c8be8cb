import { useEffect, useState, useSyncExternalStore } from 'react';
import type { PortalSubmission, SaveForm } from '@server/portal/portal-schema.ts';
import { useApplicant, type ApplicantState } from './applicant.tsx';
import { FormSaver, type SaverView } from './form-saver.ts';
import type { Unsent } from './form-rules.ts';
import { keep, readKept } from './kept.ts';
import { useWords } from './language.tsx';

/** What this tab still holds of this person; what somebody else left here is not shown to anybody. */
export function unsentOf(owner: string): Unsent {
  const text = readKept('unsent');
  if (text === null) return {};
  const held = JSON.parse(text) as { owner: string; unsent: Unsent };
  return held.owner === owner ? held.unsent : {};
}

function saverFor(
  submission: PortalSubmission,
  owner: string,
  ask: ApplicantState['ask'],
  today: () => string,
) {
  const ports = {
    put: (body: SaveForm) => ask<PortalSubmission>('PUT', 'submission', body),
    load: () => ask<PortalSubmission>('GET', 'submission'),
    keepUnsent: (unsent: Unsent | null) =>
      keep('unsent', unsent === null ? null : JSON.stringify({ owner, unsent })),
    now: () => new Date().toISOString(),
    today,
  };
  return new FormSaver(ports, submission, unsentOf(owner));
}

/** The saver of this page; sends at once what an earlier visit could not, and again when the network is back. */
export function useFormSaver(submission: PortalSubmission): { saver: FormSaver; view: SaverView } {
  const { me, ask } = useApplicant();
  const { today } = useWords();
  const [saver] = useState(() => saverFor(submission, me?.applicant.email ?? '', ask, today));
  const view = useSyncExternalStore(saver.subscribe, saver.snapshot);
  useEffect(() => {
    const again = () => void saver.flush();
    window.addEventListener('online', again);
    again();
    return () => {
      window.removeEventListener('online', again);
      saver.stop();
    };
  }, [saver]);
  return { saver, view };
}
