import {
  startDukcapilSimulator,
  type DukcapilSimulator,
  type SimulatedPerson,
  type SimulatorOptions,
} from '../../server/identity/dukcapil-simulator.ts';
import type { RegisterStatus } from '../../server/identity/identity-schema.ts';
import type { TestPerson } from './registered-people.ts';

/** A test's person as the simulator of Dukcapil knows them. */
export const simulatedPerson = (one: TestPerson, status: RegisterStatus = 'AKTIF'): SimulatedPerson => ({
  hasKk: (kkNumber) => kkNumber === one.kkNumber,
  fullName: one.fullName,
  birthPlace: one.birthPlace,
  birthDate: one.birthDate,
  sex: one.sex,
  address: one.ktpAddress,
  status,
});

type Wish = Omit<SimulatorOptions, 'userId' | 'password'>;

/** A Dukcapil of the test's own, and the configuration of a system that asks it. */
export async function startDukcapil(
  wish: Wish,
): Promise<{ simulator: DukcapilSimulator; env: Record<string, string> }> {
  const account = { userId: 'kemnaker', password: 'rahasia-uji' };
  const simulator = await startDukcapilSimulator({ ...wish, ...account });
  const env = {
    DUKCAPIL_URL: simulator.url,
    DUKCAPIL_USER_ID: account.userId,
    DUKCAPIL_PASSWORD: account.password,
    DUKCAPIL_IP_USER: '127.0.0.1',
  };
  return { simulator, env };
}
