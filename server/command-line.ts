import { ZodError } from 'zod';
import { BackupError } from './backup/backup-manifest.ts';
import { ConfigError } from './config.ts';
import { AppError } from './errors.ts';
import { KeyringError } from './privacy/keyring.ts';

/** What was wrong as one line a person can act on, or null for a defect of ours. */
export function complaint(error: unknown): string | null {
  if (error instanceof ConfigError || error instanceof KeyringError || error instanceof BackupError)
    return error.message;
  if (error instanceof AppError) {
    const fields = Object.entries(error.errors ?? {}).map(([field, text]) => `${field} ${text}`);
    return [error.message, ...fields].join(' ');
  }
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return `--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`;
  }
  const code = (error as { code?: unknown }).code;
  // What node says of a wrong option is already such a line.
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) return (error as Error).message;
  return null;
}

/** Ends a command with its complaint on standard error and status 1. */
export function refuse(error: unknown): never {
  const text = complaint(error);
  if (text === null) throw error;
  for (const line of text.split('\n')) process.stderr.write(`loket-prakerja: ${line}\n`);
  process.exit(1);
}

/** Counts as lines of a receipt. */
export function told(counts: Record<string, number>): string {
  const width = Math.max(...Object.keys(counts).map((name) => name.length));
  return Object.entries(counts)
    .map(([name, count]) => `  ${name.padEnd(width)}  ${count.toLocaleString('en')}`)
    .join('\n');
}
