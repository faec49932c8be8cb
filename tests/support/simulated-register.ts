import type { SimulatedPerson } from '../../server/identity/dukcapil-simulator.ts';
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
