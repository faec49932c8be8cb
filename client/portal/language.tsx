import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { keep, readKept } from './kept.ts';
import { calendarDay, clockOf, dayOf, momentOf, todayIn } from './time-rules.ts';
import { fieldKey, wordIn, type Language, type Places, type WordKey } from './words.ts';

interface Speech {
  language: Language;
  speak: (language: Language) => void;
  t: (key: WordKey, places?: Places) => string;
  /** A field of the form in few words. */
  field: (name: string) => string;
  day: (instant: string) => string;
  moment: (instant: string) => string;
  clock: (instant: string) => string;
  calendarDay: (day: string) => string;
  /** Today as this device's part of Indonesia counts it, yyyy-mm-dd. */
  today: () => string;
}

const SpeechContext = createContext<Speech | null>(null);

const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (readKept('language') === 'en' ? 'en' : 'id'));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(() => {
    const zone = deviceZone();
    return {
      language,
      speak: (next) => {
        keep('language', next);
        setLanguage(next);
      },
      t: (key, places) => wordIn(language, key, places),
      field: (name) => {
        const key = fieldKey(name);
        return key ? wordIn(language, key) : name;
      },
      day: (instant) => dayOf(instant, language, zone),
      moment: (instant) => momentOf(instant, language, zone),
      clock: (instant) => clockOf(instant, language, zone),
      calendarDay: (day) => calendarDay(day, language),
      today: () => todayIn(new Date(), zone),
    };
  }, [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** Words, dates and the language of the page. */
export function useWords(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('useWords outside of LanguageProvider');
  return speech;
}
