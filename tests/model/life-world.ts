import { loadLists, registerPeople, person as formPerson } from '../support/registrations.ts';
import { fillList } from '../support/registered-people.ts';
import {
  startSystem,
  TEST_PASSWORD,
  type ApiClient,
  type RunningSystem,
  type Username,
} from '../support/running-system.ts';
import { validJpeg } from '../support/signed-scan.ts';
import type { Engine } from '../support/test-engines.ts';
import { nameOf } from './entry-acts.ts';
import { pick, type Life, type Person, type Role, type Sent, type Staff, type Wave } from './life-model.ts'; // prettier-ignore

const NAMES = ['intake', 'intake2', 'reviewer', 'reviewer2', 'coordinator', 'approver', 'pmo', 'auditor', 'admin'] as const; // prettier-ignore
/** Two more people, who move from desk to desk: only so does one person meet what they did in another role. */
const MOVERS = ['mover', 'mover2'] as const;
const POOL = 8;
const SCARCE = 4;
const MORE_ADULTS = 10_080;
const two = (value: number) => String(value).padStart(2, '0');

/** The n-th person of a run: a birth date of their own in thirty years, a NIK that fits it, a serial nobody has. */
function personOf(no: number): Person {
  const [day, month, year] = [1 + (no % 28), 1 + (Math.floor(no / 28) % 12), 70 + (Math.floor(no / 336) % 30)];
  const number = (serial: number) => `337401${two(day)}${two(month)}${two(year)}${serial}`;
  const serial = 9000 + (Math.floor(no / MORE_ADULTS) % 10) * 100;
  return {
    no,
    nik: number(serial),
    kkNumber: number(serial + 1),
    wrongKk: number(serial + 2),
    birthDate: `19${year}-${two(month)}-${two(day)}`,
    wrongBirthDate: `19${year}-${two(month)}-${two((day % 28) + 1)}`,
    isDeceased: false,
  };
} // prettier-ignore

/** Three of one KK card, one who has died; the others live alone. */
function poolFrom(first: number): Person[] {
  const people = Array.from({ length: POOL }, (_one, index) => personOf(first + index));
  const [head, ...rest] = people as [Person, ...Person[]];
  for (const member of rest.slice(0, 2)) member.kkNumber = head.kkNumber;
  (people[POOL - 1] as Person).isDeceased = true;
  return people;
}

/** A running system on which one life after another is lived, each with people, waves and lists of its own. */
export async function startLifeWorld(engine: Engine) {
  const system = await startSystem({ engine });
  const { read, write } = system.services.database;
  await loadLists(system);
  const staff = new Map<string, Staff>();
  const clients = new Map<string, ApiClient>();
  for (const name of NAMES) {
    const { id, role, officeId } = system.accounts[name];
    staff.set(name, { name, id, role, officeId, self: null });
    clients.set(name, await system.login(name));
  }
  for (const name of MOVERS) {
    staff.set(name, await hire(system, name));
    clients.set(name, await system.login(name as Username));
  }
  const scan = await validJpeg();
  let people = 0;
  let waves = 0;

  async function openWave(quota: number): Promise<Wave> {
    waves += 1;
    const sample = (await write('waves').where({ id: system.waveId }).first()) as Record<string, unknown>;
    const { id: _id, ...rest } = sample;
    const values = { code: `M-${waves}`, name: `Model ${waves}`, quota, required_documents: JSON.stringify({ online: [], offline: [] }) };
    const [row] = (await write('waves').insert({ ...rest, ...values }).returning('id')) as { id: number }[];
    return { id: row?.id as number, quota };
  } // prettier-ignore

  async function loadBlacklist(life: Life): Promise<void> {
    const asOf = new Date().toISOString().slice(0, 10);
    const listed = [...life.listed].map(({ nik }) => nik);
    life.listNo = await fillList(system, 'blacklist', listed, { asOf });
  }

  async function moveDesk(life: Life, name: string, role: Role, officeId: number): Promise<void> {
    const one = life.staff.find((each) => each.name === name) as Staff;
    Object.assign(one, { role, officeId });
    await write('staff').where({ id: one.id }).update({ role, office_id: officeId });
  }

  return {
    system,
    read,
    write,
    password: TEST_PASSWORD,
    client: (name: string) => clients.get(name) as ApiClient,
    loadBlacklist,

    /** A new pool of people, all in the register, two waves, one with few places, and everybody at their own desk. */
    async begin(): Promise<Life> {
      const pool = poolFrom(people);
      people += POOL;
      await registerPeople(
        system,
        pool.map((one) => ({
          ...formPerson(0),
          ...{ nik: one.nik, kkNumber: one.kkNumber, birthDate: one.birthDate, fullName: nameOf(one) },
          ...{ ktpAddress: `JL. MODEL NO. ${one.no}`, status: one.isDeceased ? 'MENINGGAL' : 'AKTIF' },
        })),
      );
      const life: Life = {
        staff: [...staff.values()],
        waves: [await openWave(SCARCE), await openWave(1000)],
        people: pool,
        registrations: [],
        batches: [],
        listNo: 0,
        listed: new Set(),
        decrees: [],
      };
      await loadBlacklist(life);
      const dinas = system.offices['dinas-3374'];
      for (const [index, name] of MOVERS.entries()) {
        const mover = staff.get(name) as Staff;
        mover.self = 3 + index;
        const nikBidx = system.services.blindIndex.nik((pool[mover.self] as Person).nik);
        await write('staff').where({ id: mover.id }).update({ nik_bidx: nikBidx });
        await moveDesk(life, name, 'intake', dinas);
      }
      return life;
    },

    /** Puts one of the two movers at another desk, as the administrator would. */
    async move(life: Life, which: number, to: number): Promise<string> {
      const roles = ['intake', 'reviewer', 'coordinator', 'approver', 'pmo', 'reviewer'] as const;
      const [name, role] = [pick(MOVERS, which), pick(roles, to)];
      const office = role === 'intake' ? 'dinas-3374' : role === 'pmo' ? 'pmo' : 'ministry';
      await moveDesk(life, name, role, system.offices[office]);
      return `${name} is now ${role}`;
    },

    /** Sends what an act asks for. */
    async send(actor: Staff, { method, path, body, hasScan }: Sent, key?: string) {
      const client = clients.get(actor.name) as ApiClient;
      const extra = key ? { headers: { 'idempotency-key': key } } : {};
      if (hasScan) {
        const fields = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
        return client.upload(path, { bytes: scan, name: 'scan.jpg', type: 'image/jpeg' }, fields, extra);
      }
      return method === 'PUT' ? client.put(path, body, extra) : client.post(path, body, extra);
    },
    stop: () => system.stop(),
  };
}
export type LifeWorld = Awaited<ReturnType<typeof startLifeWorld>>;

async function hire(system: RunningSystem, name: string): Promise<Staff> {
  const { write } = system.services.database;
  const { id: _id, ...as } = (await write('staff').where({ username: 'intake' }).first()) as Record<string, unknown>;
  const values = { ...as, username: name, full_name: `Petugas ${name}` };
  const [row] = (await write('staff').insert(values).returning('id')) as { id: number }[];
  return { name, id: row?.id as number, role: 'intake', officeId: as['office_id'] as number, self: null };
} // prettier-ignore
