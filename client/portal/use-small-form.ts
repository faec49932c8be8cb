import { useState, type FormEvent } from 'react';
import { refusedKey } from './error-rules.ts';
import { asPortalError, type PortalError } from './portal-api.ts';
import type { WordKey } from './words.ts';

export type Problems<F extends string> = Partial<Record<F, WordKey>>;

interface Plan<F extends string> {
  initial: Record<F, string>;
  /** What is wrong before anything is sent; null for a box that is right. */
  check: (values: Record<F, string>) => Record<F, WordKey | null>;
  send: (values: Record<F, string>) => Promise<void>;
  /** Which box a refusal is about that names none, by its code. */
  boxOf?: (error: PortalError) => F | null;
}

export interface SmallForm<F extends string> {
  values: Record<F, string>;
  put: (field: F) => (value: string) => void;
  problems: Problems<F>;
  failure: PortalError | null;
  busy: boolean;
  /** Counts the refused attempts: the summary takes the focus at each. */
  attempts: number;
  submit: (event: FormEvent) => void;
}

function withoutNulls<F extends string>(found: Record<F, WordKey | null>): Problems<F> {
  const entries = Object.entries(found) as [F, WordKey | null][];
  return Object.fromEntries(entries.filter(([, problem]) => problem !== null)) as Problems<F>;
}

function refusedBoxes<F extends string>(error: PortalError, plan: Plan<F>): Problems<F> {
  const named = Object.keys(error.errors).filter((field): field is F => field in plan.initial);
  const box = named.length === 0 ? plan.boxOf?.(error) : null;
  const fields = box ? [box] : named;
  return Object.fromEntries(fields.map((field) => [field, refusedKey(error.code)])) as Problems<F>;
}

/** A form that is sent as a whole: checked here, sent once, and what the server refuses marked at its box. */
export function useSmallForm<F extends string>(plan: Plan<F>): SmallForm<F> {
  const [values, setValues] = useState(plan.initial);
  const [problems, setProblems] = useState<Problems<F>>({});
  const [failure, setFailure] = useState<PortalError | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const refuse = (found: Problems<F>, error: PortalError | null) => {
    setProblems(found);
    setFailure(error && Object.keys(found).length === 0 ? error : null);
    setAttempts((count) => count + 1);
  };
  const sendNow = async () => {
    setBusy(true);
    try {
      await plan.send(values);
      refuse({}, null);
    } catch (thrown) {
      const error = asPortalError(thrown);
      refuse(refusedBoxes(error, plan), error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = withoutNulls(plan.check(values));
    if (Object.keys(found).length > 0) refuse(found, null);
    else void sendNow();
  };
  const put = (field: F) => (value: string) => setValues((now) => ({ ...now, [field]: value }));
  return { values, put, problems, failure, busy, attempts, submit };
}
