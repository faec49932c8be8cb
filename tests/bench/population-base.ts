import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { hashPassword } from '../../server/auth/password.ts';
import type { Role } from '../../server/auth/permission-rules.ts';
import type { Actor } from '../../server/audit/audit-service.ts';
import type { Services } from '../../server/services.ts';
import type { Places } from '../../seeds/places.ts';

export const BENCH_PASSWORD = 'payung-rotan-hijau-77';
export const REVIEWERS = 20;
export const DAY_MS = 86_400_000;
const OFFICES = 60;

export interface Office {
  id: number;
  region: string;
  intakeId: number;
}

/** Whoever and whatever the registrations need before the first is keyed. */
export interface Base {
  offices: Office[];
  reviewers: number[];
  coordinator: Actor;
  approverId: number;
  adminId: number;
  pmoId: number;
  /** An old wave and the one now open. */
  waves: { old: number; open: number };
}

const inserted = async (trx: Knex.Transaction, table: string, row: Record<string, unknown>) => {
  const [made] = (await trx(table).insert(row).returning('id')) as { id: number }[];
  return (made as { id: number }).id;
};

/** Regencies all over the country, always the same. */
export const officeRegions = (places: Places): string[] => {
  const codes = [...places.keys()].sort();
  return Array.from(
    { length: OFFICES },
    (_, index) => codes[Math.floor((index * codes.length) / OFFICES)] as string,
  );
};

export async function makeBase({ database }: Services, places: Places, now: Date): Promise<Base> {
  const password_hash = await hashPassword(BENCH_PASSWORD);
  const iso = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
  return database.transaction(async (trx) => {
    const ministry = await inserted(trx, 'offices', {
      code: 'ministry',
      name: 'Kementerian',
      kind: 'ministry',
    });
    const pmoOffice = await inserted(trx, 'offices', {
      code: 'pmo',
      name: 'Manajemen Pelaksana',
      kind: 'pmo',
    });
    const account = (username: string, role: Role, office_id: number) =>
      inserted(trx, 'staff', {
        username,
        full_name: `Petugas ${username}`,
        role,
        office_id,
        password_hash,
        created_at: iso(-200),
      });
    const offices: Office[] = [];
    for (const [index, region] of officeRegions(places).entries()) {
      const name = `Dinas Tenaga Kerja ${places.get(region)?.shortName ?? region}`;
      const id = await inserted(trx, 'offices', {
        code: `dinas-${region}`,
        name,
        kind: 'dinas',
        region_code: region,
      });
      offices.push({
        id,
        region,
        intakeId: await account(index === 0 ? 'intake' : `intake-${index}`, 'intake', id),
      });
    }
    const reviewers: number[] = [];
    for (let index = 1; index <= REVIEWERS; index += 1)
      reviewers.push(await account(`reviewer-${index}`, 'reviewer', ministry));
    const coordinatorId = await account('coordinator', 'coordinator', ministry);
    await account('auditor', 'auditor', ministry);
    const { id: ruleSetId } = (await trx('rule_sets').where({ code: 'normal-2023' }).first('id')) as {
      id: number;
    };
    const wave = (code: string, opens: number, closes: number) =>
      inserted(trx, 'waves', {
        code, name: `Gelombang ${code}`, rule_set_id: ruleSetId, opens_at: iso(opens), closes_at: iso(closes), quota: 5_000_000,
        required_documents: JSON.stringify({ online: [], offline: [] }),
      }); // prettier-ignore
    return {
      offices,
      reviewers,
      coordinator: {
        id: coordinatorId,
        role: 'coordinator',
        officeId: ministry,
        fullName: 'Petugas coordinator',
        username: 'coordinator',
      },
      approverId: await account('approver', 'approver', ministry),
      pmoId: await account('pmo', 'pmo', pmoOffice),
      adminId: await account('admin', 'admin', ministry),
      waves: { old: await wave('BENCH-1', -120, -40), open: await wave('BENCH-2', -38, 60) },
    };
  });
}

const LISTS = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'] as const;

const finishedLoad = (adminId: number, now: Date) => ({
  file_sha256: createHash('sha256').update('bench').digest('hex'),
  loaded_by_id: adminId,
  loaded_at: now.toISOString(),
  status: 'ready',
});

/** One more finished version of each list, by its code; the rows come afterwards. */
export async function openListVersions(
  { database }: Services,
  adminId: number,
  now: Date,
  listVersion: number,
): Promise<Map<string, number>> {
  return database.transaction(async (trx) => {
    const lists = new Map<string, number>();
    for (const code of LISTS) {
      const version = {
        ...finishedLoad(adminId, now),
        code,
        list_version: listVersion,
        as_of: now.toISOString().slice(0, 10),
        file_name: `${code}.csv`,
      };
      lists.set(code, await inserted(trx, 'screening_list_versions', version));
    }
    return lists;
  });
}

/** One finished load of the register and of each list; the rows come with the registrations. */
export async function openLoads(services: Services, adminId: number, now: Date) {
  const registerId = await services.database.transaction((trx) =>
    inserted(trx, 'ktp_loads', { file_name: 'register.csv', ...finishedLoad(adminId, now) }),
  );
  return { registerId, lists: await openListVersions(services, adminId, now, 1) };
}
