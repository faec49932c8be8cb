/**
 * True of a transition `h` by which somebody (`?`) verified the registration `s`, in any round. Actor and action are spelt so
 * that no index of theirs serves: a registration has a dozen transitions, whoever ratified a national round half a million,
 * and without statistics of the tables SQLite would walk through all of those for every row.
 */
export const VERIFIED_BY = "h.submission_id = s.id AND h.actor_id + 0 = ? AND h.action || '' = 'verify'";
