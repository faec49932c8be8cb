import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRuleSets } from '../../server/screening/rule-set-loader.ts';
import { RULE_SETS } from '../../server/screening/screening-rules.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';

/** What stands under a decision: raw SQL may not put other evidence, another hand or another number there. */
describe.each(ENGINES)('raw SQL against evidence on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  let next = 0;

  const raw = (sql: string, values: unknown[] = []) =>
    system.services.database.write.raw(sql, values as never);
  const enter = async (values: Record<string, unknown> = {}, known: Record<string, unknown> = {}) => {
    const form = person((next += 1), values);
    await registerPeople(system, [{ ...form, ...known }]);
    return submitted(intake, system.waveId, form);
  };
  const rowOf = async (id: number) =>
    (await system.services.database.read('submissions').where({ id }).first()) as Record<string, unknown>;
  const inReview = async (values: Record<string, unknown> = {}, known: Record<string, unknown> = {}) => {
    const one = await enter(values, known);
    const claimed = await reviewer.post<typeof one>(`/api/submissions/${one.id}/claim`, {
      version: one.version,
    });
    return claimed.body;
  };
  const place = (id: number, slot: number) =>
    raw(
      'INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) SELECT kk_bidx, ?, id, updated_at FROM submissions WHERE id = ?',
      [slot, id],
    );

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, reviewer] = [await system.login('intake'), await system.login('reviewer')];
    await loadLists(system);
  });
  afterAll(() => system.stop());

  it('cannot lend a registration the settled check or the clear screening of another', async () => {
    const near = { fullName: 'BAMBANG ANGRGAINI' };
    const known = { fullName: 'BAMBANG ANGGRAINI' };
    const [one, other] = [await inReview(near, known), await inReview(near, known)];
    const { identity_check_id: lent, screening_result_id: clear } = await rowOf(other.id);
    await expect(
      raw('UPDATE submissions SET identity_check_id = ? WHERE id = ?', [lent, one.id]),
    ).rejects.toThrow(/GUARD_SUBMISSION_CHECK_TRUE/);
    await expect(
      raw('UPDATE submissions SET screening_result_id = ? WHERE id = ?', [clear, one.id]),
    ).rejects.toThrow(/GUARD_SUBMISSION_SCREENING_TRUE/);
  });

  it('cannot let a screening say otherwise than what was found', async () => {
    const { screening_result_id: clear } = await rowOf((await enter()).id);
    await expect(
      raw(
        `INSERT INTO screening_results (submission_id, finding_id, trigger, outcome, age, screened_at)
         SELECT submission_id, finding_id, 'demand', 'hit', age, screened_at FROM screening_results WHERE id = ?`,
        [clear],
      ),
    ).rejects.toThrow(/GUARD_SCREENING_RESULT_OF_FINDING/);
  });

  it('cannot judge anybody by other rules than those they registered under', async () => {
    const { id } = await enter();
    const { wave_id: wave } = await rowOf(id);
    for (const sql of [
      `UPDATE rule_sets SET rules = '{}'`,
      'UPDATE rule_sets SET rules_version = rules_version + 10',
      'DELETE FROM rule_sets',
    ])
      await expect(raw(sql), sql).rejects.toThrow(/GUARD_RULE_SETS/);
    const other = "(SELECT min(r.id) FROM rule_sets r WHERE r.code = 'permenko-11-2020')";
    await expect(raw(`UPDATE waves SET rule_set_id = ${other} WHERE id = ?`, [wave])).rejects.toThrow(
      /GUARD_WAVE_RULES_IN_USE/,
    );
    const changed = { ...RULE_SETS['normal-2023'], kkLimit: 3 };
    await expect(loadRuleSets(system.services.database, [changed])).rejects.toThrow(
      /changed rules need a version/,
    );
    const admin = await system.login('admin');
    const { body } = await admin.get<{ version: number; ruleSetId: number }>(`/api/waves/${Number(wave)}`);
    const { body: sets } = await admin.get<{ id: number }[]>('/api/rule-sets');
    const ruleSetId = sets.find((set) => set.id !== body.ruleSetId)?.id;
    const refused = await admin.put<{ code: string }>(`/api/waves/${Number(wave)}`, {
      version: body.version,
      ruleSetId,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'RULES_IN_USE']);
  });

  it('cannot call a stale check fresh', async () => {
    const one = await inReview();
    await raw('UPDATE submissions SET identity_stale = 1 WHERE id = ?', [one.id]);
    await expect(raw('UPDATE submissions SET identity_stale = 0 WHERE id = ?', [one.id])).rejects.toThrow(
      /GUARD_SUBMISSION_CHECK_TRUE/,
    );
    const checked = await reviewer.post(`/api/submissions/${one.id}/identity-check`, {});
    expect(checked.body).toMatchObject({ identityStale: false });
  });

  it('cannot enter a registration with evidence it never had', async () => {
    const { id: _id, ...row } = await rowOf((await enter()).id);
    const entry = { ...row, nik_bidx: 'another', submitted_at: row['created_at'] };
    await expect(
      system.services.database
        .write('submissions')
        .insert({ ...entry, uid: 'another', registration_no: 'PK-X', identity_check_id: null }),
    ).rejects.toThrow(/GUARD_SUBMISSION_INSERT/);
  });

  it('cannot put another name under a decision', async () => {
    const done = await verified(reviewer, await enter());
    for (const change of [`decided_by_id = ${system.accounts.reviewer2.id}`, 'decided_by_id = NULL'])
      await expect(raw(`UPDATE submissions SET ${change} WHERE id = ?`, [done.id]), change).rejects.toThrow(
        /GUARD_SUBMISSION_DECIDER/,
      );
    const open = await enter();
    await expect(
      raw('UPDATE submissions SET decided_by_id = ? WHERE id = ?', [system.accounts.reviewer.id, open.id]),
    ).rejects.toThrow(/GUARD_SUBMISSION_DECIDER/);
  });

  it('cannot reject in the name of nobody, of whoever keyed it, or of another role', async () => {
    const one = await inReview();
    const { intake: keyed, coordinator } = system.accounts;
    for (const by of [null, keyed.id, coordinator.id])
      await expect(
        raw(
          "UPDATE submissions SET status = 'rejected', version = version + 1, decided_by_id = ? WHERE id = ?",
          [by, one.id],
        ),
      ).rejects.toThrow(/GUARD_SUBMISSION_(REJECTED|DECIDER)|constraint/i);
  });

  it('cannot read a partial match of one’s own keying, nor in another role', async () => {
    const one = await inReview({ fullName: 'SITI RAHMWATII' }, { fullName: 'SITI RAHMAWATI' });
    const { identity_check_id: check } = await rowOf(one.id);
    for (const reader of [system.accounts.intake.id, system.accounts.coordinator.id])
      await expect(
        raw(
          "INSERT INTO identity_settlements (check_id, submission_id, reader_no, reader_id, verdict, reason_code, at) VALUES (?, ?, 1, ?, 'same_person', 'NAME_MISMATCH', 'x')",
          [check, one.id, reader],
        ),
      ).rejects.toThrow(/GUARD_SETTLEMENT_FOUR_EYES/);
  });

  it('cannot put another sealed number, mask, import or row id under a submitted form', async () => {
    const [one, other] = [await enter(), await enter()];
    for (const column of ['nik_enc', 'kk_enc', 'name_key'])
      await expect(
        raw(
          `UPDATE submissions SET ${column} = (SELECT o.${column} FROM submissions o WHERE o.id = ?), version = version + 1 WHERE id = ?`,
          [other.id, one.id],
        ),
        column,
      ).rejects.toThrow(/GUARD_SUBMISSION_FORM_LOCKED/);
    await expect(raw("UPDATE submissions SET row_id = 'X-1' WHERE id = ?", [one.id])).rejects.toThrow(
      /GUARD_SUBMISSION_FIXED/,
    );
  });

  it('cannot take a third place of a KK card, one of another card, or give up one in use', async () => {
    const kkNumber = '3374011201150002';
    const [first, second, third] = [
      await verified(reviewer, await enter({ kkNumber })),
      await verified(reviewer, await enter({ kkNumber })),
      await inReview({ kkNumber }),
    ];
    await expect(place(third.id, 3)).rejects.toThrow(/GUARD_KK_RESERVATION_INSERT/);
    for (const held of [first, second])
      await expect(
        raw("UPDATE kk_reservations SET released_at = 'x' WHERE submission_id = ?", [held.id]),
      ).rejects.toThrow(/GUARD_KK_RESERVATION_HELD/);
    const { kk_bidx: card } = await rowOf(first.id);
    const stranger = await inReview();
    await expect(
      raw("INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) VALUES (?, 1, ?, 'x')", [
        card,
        stranger.id,
      ]),
    ).rejects.toThrow(/GUARD_KK_RESERVATION_INSERT|unique/i);
    const seen = await reviewer.get<{ version: number }>(`/api/submissions/${second.id}`);
    const gone = await intake.post(`/api/submissions/${second.id}/withdraw`, {
      version: seen.body.version,
      note: 'atas permintaan sendiri',
    });
    expect(gone.status).toBe(200);
    await place(third.id, 2);
  });

  it('cannot empty a table of what is kept', async () => {
    const kept = ['kk_reservations', 'batch_rows', 'duplicate_pairs', 'documents', 'pmo_answer_issues'];
    const facts = ['audit_events', 'submission_transitions', 'manifests', 'pmo_answers'];
    if (engine === 'postgres')
      for (const table of [...kept, ...facts, 'submissions', 'batches', 'imports'])
        await expect(raw(`TRUNCATE ${table} CASCADE`), table).rejects.toThrow(/GUARD_\w+_TRUNCATE/);
    if (engine !== 'sqlite') return;
    // As a connection that knows nothing of this system is opened: REPLACE then deletes without a trigger.
    await raw('PRAGMA recursive_triggers = OFF');
    try {
      await verified(reviewer, await enter());
      for (const table of ['audit_events', 'submission_transitions', 'kk_reservations', 'submissions'])
        await expect(
          raw(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table} ORDER BY id DESC LIMIT 1`),
          table,
        ).rejects.toThrow(/GUARD_/);
    } finally {
      await raw('PRAGMA recursive_triggers = ON');
    }
  });
});
