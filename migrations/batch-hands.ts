/**
 * SQL that is true where a person had a hand in a row of a batch, or their own registration is in it: they keyed, imported,
 * edited, verified, read or added it (domain.md section 4). Both are SQL expressions of an id. Actor and action are spelt so that
 * no index of theirs serves: the transitions of the row are few, those of whoever ratifies a national round half a million.
 */
export const handsOn = (batch: string, person: string): string =>
  `EXISTS (SELECT 1 FROM batch_rows r JOIN submissions s ON s.id = r.submission_id
    WHERE r.batch_id = ${batch} AND r.live = 1 AND (s.keyed_by_id = ${person} OR s.decided_by_id = ${person}
      OR r.added_by_id = ${person}
      OR EXISTS (SELECT 1 FROM imports i WHERE i.id = s.import_id AND (i.uploaded_by_id = ${person} OR i.committed_by_id = ${person}))
      OR EXISTS (SELECT 1 FROM submission_transitions h WHERE h.submission_id = s.id AND h.actor_id + 0 = ${person} AND h.action || '' = 'verify')
      OR EXISTS (SELECT 1 FROM submission_revisions v WHERE v.submission_id = s.id AND v.edited_by_id = ${person})
      OR EXISTS (SELECT 1 FROM identity_settlements t WHERE t.submission_id = s.id AND t.reader_id = ${person})
      OR EXISTS (SELECT 1 FROM staff f WHERE f.id = ${person} AND f.nik_bidx = s.nik_bidx)))`;
