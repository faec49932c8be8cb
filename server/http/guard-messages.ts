/** What the database's guards refuse, in words (each is a trigger of `migrations/`). */
const MESSAGES: Record<string, string> = {
  GUARD_SUBMISSIONS_TRANSITION:
    'The registration cannot move to that status from where it is now. Reload it.',
  GUARD_SUBMISSION_VERSION: 'Somebody changed this registration at the same moment. Reload it.',
  GUARD_SUBMISSION_NAME_LOCKED: 'The registered name can never be changed after submission.',
  GUARD_SUBMISSION_FORM_LOCKED: 'The form cannot be changed in this status.',
  GUARD_SUBMISSION_VERIFIED:
    'It may be verified only on fresh, settled evidence, and not by whoever keyed or imported it.',
  GUARD_SETTLEMENT_ON_PARTIAL: 'Readers read the newest check of a partial match. Reload the registration.',
  GUARD_SETTLEMENT_ORDER: 'It is not this reader’s turn: a third reads only where the first two disagree.',
  GUARD_SETTLEMENT_FOUR_EYES:
    'Whoever keyed, imported or edited a registration, or is the person it is about, may not read its match.',
  GUARD_SUBMISSION_REJECTED: 'Whoever keyed or imported a registration may not reject it.',
  GUARD_SUBMISSION_KK_PLACE: 'Two recipients of this KK card hold its places already.',
  GUARD_KK_RESERVATION_INSERT: 'Two recipients of this KK card hold its places already.',
  GUARD_PMO_ANSWER_OF_DELIVERY:
    'This row is not in a delivery that was acknowledged, or it is your own registration.',
  GUARD_BATCH_FOUR_EYES: 'Whoever keyed, imported, verified a row or composed the batch may not ratify it.',
  GUARD_BATCH_QUOTA: 'The quota left in this wave is smaller than the batch.',
  GUARD_BATCH_PAPERS_SIGNED: 'The signed attestation and handover minutes with this digest are not attached.',
  GUARD_WAVE_RULES_IN_USE: 'People have registered under this wave’s rules: open a new wave for other rules.',
  GUARD_BATCH_SEAL_SIGNED: 'A batch is sealed only by a signed manifest of its own.',
  GUARD_BATCH_UNDER_RUN:
    'A job is sealing, ratifying or forwarding the batch: nothing in it changes until that has ended.',
  GUARD_SUBMISSION_UNDER_RUN:
    'A job is sealing, ratifying or forwarding its batch: nothing in it changes until that has ended.',
  GUARD_BATCH_ROWS_MOVING: 'Its registrations still follow the batch to its status. Wait a moment.',
  GUARD_BATCH_SEALED: 'The batch is sealed: nothing in it changes.',
};

export function guardMessage(guard: string): string {
  return (
    MESSAGES[guard] ?? 'The database refused this change because it would break a rule. Reload the record.'
  );
}
