const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A code and the link beside it hold for half an hour, and for five tries. */
export const CODE_MINUTES = 30;
export const CODE_TRIES = 5;

/** A session of an applicant: a long form is filled at a kitchen table, so that it may rest for half an hour. */
export const IDLE_MINUTES = 30;
export const ABSOLUTE_HOURS = 8;

/** Photos of applicants come over telephones: two megabytes, made smaller before they are sent. */
export const MAX_PHOTO_BYTES = 2 * 1024 * 1024;
/** Documents one registration takes from its applicant, replaced ones among them. */
export const MOST_DOCUMENTS = 8;

/** An address nobody proved to be theirs is forgotten after a week. */
export const UNPROVED_DAYS = 7;
/** So long a form that was never handed in is kept after its wave closed. */
export const KEPT_DRAFT_DAYS = 30;
/** So long it is kept that a message left, without what stood in it. */
export const KEPT_MESSAGE_DAYS = 30;

/**
 * How often what may be asked (windows begin with the first). Telephone companies put a whole town behind one address, so
 * the limits of an address are wide; what keeps somebody from being flooded is the limit of their own.
 */
export const LIMITS = {
  registerAddress: { name: 'register-address', windowMs: HOUR_MS, most: 50 },
  askAddress: { name: 'ask-address', windowMs: HOUR_MS, most: 60 },
  proveAddress: { name: 'prove-address', windowMs: 15 * MINUTE_MS, most: 60 },
  proveWho: { name: 'prove-who', windowMs: 15 * MINUTE_MS, most: 20 },
  againWho: { name: 'again-who', windowMs: MINUTE_MS, most: 1 },
  messagesWho: { name: 'messages-who', windowMs: 24 * HOUR_MS, most: 5 },
  messagesPhone: { name: 'messages-phone', windowMs: 24 * HOUR_MS, most: 5 },
  statusAddress: { name: 'status-address', windowMs: 15 * MINUTE_MS, most: 60 },
  statusNumber: { name: 'status-number', windowMs: 15 * MINUTE_MS, most: 10 },
  saveWho: { name: 'save-who', windowMs: 10 * MINUTE_MS, most: 200 },
  uploadWho: { name: 'upload-who', windowMs: HOUR_MS, most: 40 },
} as const;
