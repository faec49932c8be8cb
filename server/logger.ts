import { pino, type Logger } from 'pino';

export type { Logger };

/** Structured lines without personal data: callers pass codes, ids and counts, never names or numbers of people. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['nik', 'kkNumber', 'password', '*.nik', '*.kkNumber', '*.password'],
      censor: '[hidden]',
    },
  });
}
