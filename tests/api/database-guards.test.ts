import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusTransitions } from '../../server/submissions/submission-rules.ts';
import { SUBMISSION_STATUSES } from '../../server/submissions/submission-schema.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';

describe.each(ENGINES)('raw SQL on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  let next = 0;

  /** Runs a statement as somebody with the application's own connection would. */
  const raw = (sql: string, values: unknown[] = []) =>
    system.services.database.write.raw(sql, values as never);
  const enter = async (values: Record<string, unknown> = {}) => {
    const form = person((next += 1), values);
    await registerPeople(system, [form]);
    return submitted(intake, system.waveId, form);
  };
  const status = async (id: number) =>
    ((await system.services.database.read('submissions').where({ id }).first('status')) as { status: string })
      .status;

  /** Takes the place on the KK card by hand, so that only the guard under test is left to refuse. */
  const givePlace = (id: number) =>
    raw(
      'INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) SELECT kk_bidx, 1, id, updated_at FROM submissions WHERE id = ?',
      [id],
    );

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, reviewer] = [await system.login('intake'), await system.login('reviewer')];
    await loadLists(system);
  });
  afterAll(() => system.stop());

  it('knows the same transitions as the rules', async () => {
    const rows = (await system.services.database
      .read('submission_status_transitions')
      .select('from_status', 'to_status')) as { from_status: string; to_status: string }[];
    const inDatabase = rows.map((row) => `${row.from_status} → ${row.to_status}`).sort();
    const inRules = [...new Set(statusTransitions().map(([from, to]) => `${from} → ${to}`))].sort();
    expect(inDatabase).toEqual(inRules);
  });

  it('cannot move a registration off the road', async () => {
    const one = await enter();
    const reached = new Set(
      statusTransitions()
        .filter(([from]) => from === 'submitted')
        .map(([, to]) => to as string),
    );
    for (const to of SUBMISSION_STATUSES.filter((other) => other !== 'submitted' && !reached.has(other))) {
      await expect(
        raw('UPDATE submissions SET status = ?, version = version + 1, decided_by_id = ? WHERE id = ?', [
          to,
          system.accounts.reviewer.id,
          one.id,
        ]),
        to,
      ).rejects.toThrow(/GUARD_|constraint/i);
    }
    expect(await status(one.id)).toBe('submitted');
  });

  it('cannot change a status without a new version, so that a stale page is always noticed', async () => {
    const one = await enter();
    await expect(raw("UPDATE submissions SET status = 'in_review' WHERE id = ?", [one.id])).rejects.toThrow(
      /GUARD_SUBMISSION_VERSION/,
    );
  });

  it('cannot change the registered name after submission', async () => {
    const one = await enter();
    await expect(
      raw(
        "UPDATE submissions SET full_name = 'ORANG LAIN', identity_stale = 1, version = version + 1 WHERE id = ?",
        [one.id],
      ),
    ).rejects.toThrow(/GUARD_SUBMISSION_(NAME|FORM)_LOCKED/);
    const claimed = await reviewer.post<{ version: number }>(`/api/submissions/${one.id}/claim`, {
      version: one.version,
    });
    const back = await reviewer.post<{ version: number }>(`/api/submissions/${one.id}/return`, {
      version: claimed.body.version,
      reasons: ['DOC_UNREADABLE'],
    });
    expect(back.status).toBe(200);
    await expect(
      raw(
        "UPDATE submissions SET full_name = 'ORANG LAIN', identity_stale = 1, version = version + 1 WHERE id = ?",
        [one.id],
      ),
    ).rejects.toThrow(/GUARD_SUBMISSION_NAME_LOCKED/);
  });

  it('cannot keep an identity check fresh over a changed input', async () => {
    const one = await enter();
    const claimed = await reviewer.post<{ version: number }>(`/api/submissions/${one.id}/claim`, {
      version: one.version,
    });
    await reviewer.post(`/api/submissions/${one.id}/return`, {
      version: claimed.body.version,
      reasons: ['DOC_UNREADABLE'],
    });
    for (const change of [
      "birth_date = '1980-01-01'",
      "birth_place = 'X'",
      "sex = 'P'",
      "ktp_address = 'X'",
      "nik_bidx = 'x'",
      "kk_bidx = 'x'",
    ]) {
      await expect(
        raw(`UPDATE submissions SET ${change}, version = version + 1 WHERE id = ?`, [one.id]),
        change,
      ).rejects.toThrow(/GUARD_SUBMISSION_CHECK_STALE/);
    }
  });

  it('cannot invent the outcome of a check or a screening', async () => {
    const one = await enter();
    await expect(
      raw("UPDATE submissions SET identity_outcome = 'partial' WHERE id = ?", [one.id]),
    ).rejects.toThrow(/GUARD_SUBMISSION_CHECK_TRUE/);
    await expect(
      raw("UPDATE submissions SET screening_outcome = 'hit' WHERE id = ?", [one.id]),
    ).rejects.toThrow(/GUARD_SUBMISSION_SCREENING_TRUE/);
  });

  it('cannot verify without a reviewer, by whoever keyed it, on bad evidence or without a place on the KK card', async () => {
    const one = await enter();
    await reviewer.post(`/api/submissions/${one.id}/claim`, { version: one.version });
    const verify = (person: number | null) =>
      raw(
        "UPDATE submissions SET status = 'verified', version = version + 1, decided_by_id = ? WHERE id = ?",
        [person, one.id],
      );
    await expect(verify(system.accounts.reviewer.id)).rejects.toThrow(/GUARD_SUBMISSION_KK_PLACE/);
    await givePlace(one.id);
    await expect(verify(null)).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED|constraint/i);
    await expect(verify(system.accounts.intake.id)).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED|constraint/i);
    await expect(verify(system.accounts.coordinator.id)).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
    const dead = person((next += 1));
    await registerPeople(system, [{ ...dead, status: 'MENINGGAL' }]);
    const deadOne = await submitted(intake, system.waveId, dead);
    await reviewer.post(`/api/submissions/${deadOne.id}/claim`, { version: deadOne.version });
    await givePlace(deadOne.id);
    await expect(
      raw(
        "UPDATE submissions SET status = 'verified', version = version + 1, decided_by_id = ? WHERE id = ?",
        [system.accounts.reviewer.id, deadOne.id],
      ),
    ).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
    expect(await status(one.id)).toBe('in_review');
  });

  it('cannot verify the reviewer’s own registration', async () => {
    const form = person((next += 1));
    await registerPeople(system, [form]);
    await system.services.database
      .write('staff')
      .where({ id: system.accounts.reviewer2.id })
      .update({ nik_bidx: system.services.blindIndex.nik(form.nik) });
    const one = await submitted(intake, system.waveId, form);
    const own = await system.login('reviewer2');
    const claimed = await own.post<{ version: number }>(`/api/submissions/${one.id}/claim`, {
      version: one.version,
    });
    const refused = await own.post<{ details: { blockers: { code: string }[] } }>(
      `/api/submissions/${one.id}/verify`,
      { version: claimed.body.version },
    );
    expect(refused.body.details.blockers.map(({ code }) => code)).toEqual(['OWN_REGISTRATION']);
    await givePlace(one.id);
    await expect(
      raw(
        "UPDATE submissions SET status = 'verified', version = version + 1, decided_by_id = ? WHERE id = ?",
        [system.accounts.reviewer2.id, one.id],
      ),
    ).rejects.toThrow(/GUARD_SUBMISSION_VERIFIED/);
  });

  it('cannot register a NIK twice in a wave', async () => {
    const one = await enter();
    const { database } = system.services;
    const row = (await database.read('submissions').where({ id: one.id }).first()) as Record<string, unknown>;
    const copy: Record<string, unknown> = {
      ...row,
      uid: 'another',
      registration_no: 'PK-ANOTHER',
      status: 'draft',
      identity_check_id: null,
      identity_outcome: 'unchecked',
      screening_result_id: null,
      screening_outcome: 'unchecked',
    };
    delete copy['id'];
    await expect(database.write('submissions').insert(copy)).rejects.toThrow(/unique|nik_a_wave/i);
  });

  it('cannot begin a registration in the middle of the road, nor delete one', async () => {
    const one = await enter();
    const { database } = system.services;
    const row = (await database.read('submissions').where({ id: one.id }).first()) as Record<string, unknown>;
    const copy: Record<string, unknown> = {
      ...row,
      uid: 'another',
      registration_no: 'PK-ANOTHER',
      nik_bidx: 'another',
      status: 'verified',
      decided_by_id: system.accounts.reviewer.id,
    };
    delete copy['id'];
    await expect(database.write('submissions').insert(copy)).rejects.toThrow(/GUARD_SUBMISSION_INSERT/);
    await expect(raw('DELETE FROM submissions WHERE id = ?', [one.id])).rejects.toThrow(
      /GUARD_SUBMISSION_DELETE/,
    );
    if (engine === 'sqlite')
      await expect(
        raw('INSERT OR REPLACE INTO submissions SELECT * FROM submissions WHERE id = ?', [one.id]),
      ).rejects.toThrow(/GUARD_|constraint/i);
  });

  it('cannot give a registration another office, wave, channel or keyer', async () => {
    const one = await enter();
    for (const change of [
      `office_id = ${system.offices['dinas-3372']}`,
      "channel = 'online'",
      `keyed_by_id = ${system.accounts.intake2.id}`,
      "registration_no = 'PK-X'",
    ]) {
      await expect(raw(`UPDATE submissions SET ${change} WHERE id = ?`, [one.id]), change).rejects.toThrow(
        /GUARD_SUBMISSION_FIXED/,
      );
    }
  });

  it('cannot change or delete a fact', async () => {
    const done = await verified(reviewer, await enter());
    await reviewer.post(`/api/submissions/${done.id}/notes`, { text: 'catatan' });
    for (const table of [
      'audit_events',
      'submission_transitions',
      'submission_notes',
      'identity_checks',
      'screening_results',
      'screening_findings',
    ]) {
      const [row] = (await system.services.database.read(table).orderBy('id', 'desc').limit(1)) as {
        id: number;
      }[];
      expect(row, table).toBeDefined();
      await expect(raw(`UPDATE ${table} SET id = id WHERE id = ?`, [row?.id]), table).rejects.toThrow(
        /GUARD_/,
      );
      await expect(raw(`DELETE FROM ${table} WHERE id = ?`, [row?.id]), table).rejects.toThrow(/GUARD_/);
      if (engine === 'postgres')
        await expect(raw(`TRUNCATE ${table} CASCADE`), table).rejects.toThrow(/GUARD_/);
      else
        await expect(
          raw(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table} WHERE id = ?`, [row?.id]),
          table,
        ).rejects.toThrow(/GUARD_|constraint/i);
    }
  });

  it('cannot put two people in one place of a KK card, nor free a place it did not take', async () => {
    const kkNumber = '3374011201150001';
    const done = await verified(reviewer, await enter({ kkNumber }));
    const place = (await system.services.database
      .read('kk_reservations')
      .where({ submission_id: done.id })
      .first()) as { id: number; kk_bidx: string; slot: number };
    const other = await enter({ kkNumber });
    await expect(
      raw('INSERT INTO kk_reservations (kk_bidx, slot, submission_id, taken_at) VALUES (?, ?, ?, ?)', [
        place.kk_bidx,
        place.slot,
        other.id,
        new Date().toISOString(),
      ]),
    ).rejects.toThrow(/unique/i);
    await expect(
      raw('UPDATE kk_reservations SET submission_id = ? WHERE id = ?', [other.id, place.id]),
    ).rejects.toThrow(/GUARD_KK_RESERVATION_UPDATE/);
    await expect(raw('DELETE FROM kk_reservations WHERE id = ?', [place.id])).rejects.toThrow(
      /GUARD_KK_RESERVATION_DELETE/,
    );
  });

  it('cannot settle an identity twice by the same reader, nor one that needs no reader', async () => {
    const done = await enter();
    const { identity_check_id: checkId } = (await system.services.database
      .read('submissions')
      .where({ id: done.id })
      .first('identity_check_id')) as { identity_check_id: number };
    const settle = (check: number, submission: number, no: number, reader: number) =>
      raw(
        "INSERT INTO identity_settlements (check_id, submission_id, reader_no, reader_id, verdict, reason_code, at) VALUES (?, ?, ?, ?, 'same_person', 'NAME_MISMATCH', ?)",
        [check, submission, no, reader, new Date().toISOString()],
      );
    await expect(settle(checkId, done.id, 1, system.accounts.reviewer.id)).rejects.toThrow(
      /GUARD_SETTLEMENT_ON_PARTIAL/,
    );
    const form = person((next += 1), { fullName: 'BAMBANG ANGRGAINI' });
    await registerPeople(system, [{ ...form, fullName: 'BAMBANG ANGGRAINI' }]);
    const partial = await submitted(intake, system.waveId, form);
    const { identity_check_id: other } = (await system.services.database
      .read('submissions')
      .where({ id: partial.id })
      .first('identity_check_id')) as { identity_check_id: number };
    await settle(other, partial.id, 1, system.accounts.reviewer.id);
    await expect(settle(other, partial.id, 2, system.accounts.reviewer.id)).rejects.toThrow(/unique/i);
  });

  it('cannot make a batch that is already sealed, nor put an unverified registration into one', async () => {
    const now = new Date().toISOString();
    const values = [`UJI-${engine}`, system.waveId, system.accounts.coordinator.id, now, now];
    await expect(
      raw(
        "INSERT INTO batches (batch_no, channel, wave_id, composed_by_id, created_at, updated_at, status, digest, sealed_at, row_count) VALUES (?, 'offline', ?, ?, ?, ?, 'sealed', 'x', 'x', 1)",
        values,
      ),
    ).rejects.toThrow(/GUARD_BATCH_INSERT/);
    await raw(
      "INSERT INTO batches (batch_no, channel, wave_id, composed_by_id, created_at, updated_at) VALUES (?, 'offline', ?, ?, ?, ?)",
      values,
    );
    const { id: batchId } = (await system.services.database
      .read('batches')
      .where({ batch_no: `UJI-${engine}` })
      .first('id')) as { id: number };
    const put = (submission: number) =>
      raw('INSERT INTO batch_rows (batch_id, submission_id, added_by_id, added_at) VALUES (?, ?, ?, ?)', [
        batchId,
        submission,
        system.accounts.coordinator.id,
        now,
      ]);
    await expect(put((await enter()).id)).rejects.toThrow(/GUARD_BATCH_ROW_INSERT/);
    const done = await verified(reviewer, await enter());
    await put(done.id);
    await expect(put(done.id)).rejects.toThrow(/unique|one_live_batch/i);
    await expect(
      raw(
        "UPDATE batches SET status = 'sealed', version = version + 1, digest = ?, row_count = 1, sealed_at = ? WHERE id = ?",
        ['d'.repeat(64), now, batchId],
      ),
    ).rejects.toThrow(/GUARD_BATCH_SEAL_(TRUE|SIGNED)/);
    await expect(
      raw("UPDATE batches SET status = 'ratified', version = version + 1 WHERE id = ?", [batchId]),
    ).rejects.toThrow(/GUARD_BATCHES_TRANSITION|constraint/i);
  });
});
