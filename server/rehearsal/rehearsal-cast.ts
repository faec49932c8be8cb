import { hashPassword } from '../auth/password.ts';
import type { Actor } from '../audit/audit-service.ts';
import type { Role } from '../auth/permission-rules.ts';
import type { Connection, Database } from '../database.ts';
import { CALENDAR, REHEARSAL_PASSWORD } from './rehearsal-calendar-rules.ts';
import { FIGURES_2020, PROPOSERS_2020, proposerRows, type ProposerPlan } from './rehearsal-figure-rules.ts';
import { shiftOf, type Home, type Invented } from './rehearsal-people-rules.ts';

const ROWS_OF_AN_OFFICE = 9000;
const FEWEST_DINAS = 2;
const MOST_DINAS = 60;
const REVIEWERS = 8;

/** An office that hands over, whoever keys there, and which of the invented people are its own. */
export interface HandingOffice {
  id: number;
  name: string;
  proposer: ProposerPlan['proposer'];
  intake: Actor;
  homes: readonly Home[];
  first: number;
  rows: number;
  shift: number;
}

/** Everybody and everything there is before the first form is handed in. */
export interface Cast {
  waveId: number;
  offices: readonly HandingOffice[];
  reviewers: readonly Actor[];
  coordinator: Actor;
  /** Signs the one stage of the wave's plan. */
  signer: Actor;
  approver: Actor;
  pmo: Actor;
  admins: readonly [Actor, Actor];
}

const idOf = async (connection: Connection, table: string, row: Record<string, unknown>): Promise<number> => {
  const [made] = (await connection(table).insert(row).returning('id')) as { id: number }[];
  return (made as { id: number }).id;
};

/** Every regency that has a district, in the order of their codes, with its first one. */
async function readHomes(read: Connection): Promise<Home[]> {
  const rows = (await read('regions')
    .whereIn('kind', ['regency', 'district'])
    .orderBy('code')
    .select('code', 'name', 'kind', 'parent_code')) as {
    code: string;
    name: string;
    kind: string;
    parent_code: string;
  }[];
  const districts = new Map<string, Home['district']>();
  for (const { code, name, kind, parent_code } of rows)
    if (kind === 'district' && !districts.has(parent_code)) districts.set(parent_code, { code, name });
  return rows.flatMap(({ code, name, kind }) => {
    const district = kind === 'regency' ? districts.get(code) : undefined;
    return district ? [{ regency: { code, name }, district }] : [];
  });
}

interface OfficePlan {
  plan: ProposerPlan;
  code: string;
  name: string;
  rows: number;
  homes: readonly Home[];
}

/** Dinas of as many regencies as the rows ask for, and one office of each other proposer. */
function officePlans(rows: number, homes: readonly Home[]): OfficePlan[] {
  const byProposer = proposerRows(rows);
  return PROPOSERS_2020.flatMap((plan) => {
    const own = byProposer.get(plan.key) ?? 0;
    if (plan.key !== 'dinas') return [{ plan, code: plan.key, name: plan.officeName, rows: own, homes }];
    const count = Math.min(MOST_DINAS, Math.max(FEWEST_DINAS, Math.ceil(own / ROWS_OF_AN_OFFICE)));
    return Array.from({ length: count }, (_, nth) => {
      const home = homes[Math.floor((nth * homes.length) / count)] as Home;
      const share = Math.floor(((nth + 1) * own) / count) - Math.floor((nth * own) / count);
      return { plan, code: `dinas-${home.regency.code}`, name: `${plan.officeName} ${home.regency.name}`, rows: share, homes: [home] };
    });
  });
} // prettier-ignore

/** Offices, staff and the wave of 2020, as administrators would have set them up. */
export async function makeCast(database: Database, rows: number, seed: string): Promise<Cast> {
  const homes = await readHomes(database.read);
  const shift = shiftOf(seed);
  const password_hash = await hashPassword(REHEARSAL_PASSWORD);
  return database.transaction(async (trx) => {
    const account = async (username: string, role: Role, officeId: number): Promise<Actor> => {
      const fullName = `Petugas ${username}`;
      const id = await idOf(trx, 'staff', {
        username, full_name: fullName, role, office_id: officeId, password_hash, created_at: CALENDAR.opens,
      }); // prettier-ignore
      return { id, role, officeId, fullName, username };
    };
    const ministry = await idOf(trx, 'offices', {
      code: 'ministry',
      name: 'Kementerian Ketenagakerjaan',
      kind: 'ministry',
    });
    const pmo = await idOf(trx, 'offices', { code: 'pmo', name: 'Manajemen Pelaksana', kind: 'pmo' });
    const offices: HandingOffice[] = [];
    let first = 1;
    for (const { plan, code, name, rows: own, homes: of } of officePlans(rows, homes)) {
      const isDinas = plan.key === 'dinas';
      const region = isDinas ? { region_code: of[0]?.regency.code } : {};
      const kind = isDinas ? 'dinas' : 'ministry';
      const id = await idOf(trx, 'offices', { code, name, kind, ...region });
      const intake = await account(`intake-${code}`, 'intake', id);
      offices.push({ id, name, proposer: plan.proposer, intake, homes: of, first, rows: own, shift });
      first += own;
    }
    const reviewers: Actor[] = [];
    for (let nth = 1; nth <= REVIEWERS; nth += 1)
      reviewers.push(await account(`reviewer-${nth}`, 'reviewer', ministry));
    await account('auditor', 'auditor', ministry);
    return {
      waveId: await makeWave(trx, rows),
      offices,
      reviewers,
      coordinator: await account('coordinator', 'coordinator', ministry),
      signer: await account('secretary', 'approver', ministry),
      approver: await account('approver', 'approver', ministry),
      pmo: await account('pmo', 'pmo', pmo),
      admins: [await account('admin', 'admin', ministry), await account('admin-2', 'admin', ministry)],
    };
  });
}

async function makeWave(connection: Connection, rows: number): Promise<number> {
  const rules = (await connection('rule_sets').where({ code: 'permenko-11-2020' }).first('id')) as {
    id: number;
  };
  return idOf(connection, 'waves', {
    code: 'LURING-2020',
    name: 'Gelombang luring 2020 (gladi)',
    rule_set_id: rules.id,
    opens_at: CALENDAR.opens,
    closes_at: CALENDAR.closes,
    handover_deadline: CALENDAR.deadline,
    quota: Math.max(rows, FIGURES_2020.rows),
    required_documents: JSON.stringify({ online: ['ktp_photo'], offline: [] }),
  });
}

/** The invented people of an office, in the order of their numbers. */
export const peopleOf = ({ first, rows, homes, proposer, shift }: HandingOffice): Invented[] =>
  Array.from({ length: rows }, (_, nth) => ({
    index: first + nth,
    home: homes[nth % homes.length] as Home,
    proposer,
    shift,
  }));
