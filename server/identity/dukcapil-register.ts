import type { DukcapilClient } from './dukcapil-client.ts';
import type { DukcapilReading } from './dukcapil-rules.ts';
import { ofFields, ofRecordAlone, withoutAnswer } from './identity-rules.ts';
import type { IdentityComparison, UnavailableCause } from './identity-schema.ts';
import type { IdentityInput, Register, RegisterAnswer } from './register.ts';

function comparisonOf(reading: DukcapilReading, threshold: number): IdentityComparison {
  if (reading.kind === 'fields') return ofFields(reading.fields, threshold);
  return reading.kind === 'record' ? ofRecordAlone(reading.status) : withoutAnswer(reading.code);
}

/** What the rest of a round would meet as well: nobody else is asked. */
const ENDS_THE_ROUND: readonly (UnavailableCause | null)[] = ['quota', 'credentials'];

/** Dukcapil's web service as a register: it answers with verdicts and shows no record. */
export function createDukcapilRegister(
  client: DukcapilClient,
  { threshold, concurrency }: { threshold: number; concurrency: number },
): Register {
  function answerOf(reading: DukcapilReading): RegisterAnswer {
    const cause = reading.kind === 'unavailable' ? reading.cause : null;
    const comparison = comparisonOf(reading, threshold);
    return { comparison, record: null, version: null, cause, quotaLeft: reading.quotaLeft };
  }
  return {
    source: 'dukcapil',
    isLocal: false,
    async ask(_connection, inputs: readonly IdentityInput[]) {
      const answers = new Map<number, RegisterAnswer>();
      const waiting = [...inputs].reverse();
      let ended: DukcapilReading | null = null;
      const runner = async () => {
        for (let input = waiting.pop(); input; input = waiting.pop()) {
          const reading: DukcapilReading = ended ?? (await client.verify(input));
          const answer = answerOf(reading);
          if (ENDS_THE_ROUND.includes(answer.cause)) ended ??= reading;
          answers.set(input.submissionId, answer);
        }
      };
      await Promise.all(Array.from({ length: Math.min(concurrency, inputs.length) }, runner));
      return answers;
    },
  };
}
