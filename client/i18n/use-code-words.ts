import { useLocale, useTranslate } from 'react-admin';

/** A code with its details, as blockers, skipped rows and issues carry it. */
export interface CodeView {
  code: string;
  message?: string;
  /** The server's own sentence in both languages, where it gives one. */
  words?: { id: string; en: string };
  [detail: string]: unknown;
}

/** Says a blocker, a reason or an error code in the user's language; an unknown one in the server's own words. */
export function useCodeWords(): (view: CodeView) => string {
  const translate = useTranslate();
  const locale = useLocale() === 'en' ? 'en' : 'id';
  return (view) => {
    if (view.words) return view.words[locale];
    const error = translate(`errors.${view.code}`, { _: view.message ?? view.code });
    const reason = translate(`reasons.${view.code}`, { _: error });
    return translate(`blockers.${view.code}`, { ...view, _: reason });
  };
}
