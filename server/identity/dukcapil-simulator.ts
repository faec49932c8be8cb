import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { faultsOf, type Fault, type FaultPlan } from './dukcapil-faults.ts';
import type { FieldVerdict, RegisterStatus } from './identity-schema.ts';
import { compareNames } from './name-rules.ts';
import { compareAddresses, compareBirthPlaces } from './place-rules.ts';

/** A person as the simulator knows them. */
export interface SimulatedPerson {
  hasKk(kkNumber: string): boolean;
  fullName: string;
  birthPlace: string;
  /** yyyy-mm-dd. */
  birthDate: string;
  sex: 'L' | 'P';
  address: string;
  status: RegisterStatus;
}

export interface SimulatorOptions {
  find(nik: string): Promise<SimulatedPerson | null>;
  faults?: FaultPlan;
  userId: string;
  password: string;
  /** Questions until code 05; a day's account. */
  quota?: number;
  slowMs?: number;
  port?: number;
}

const LARGEST_QUESTION = 16_384;
const SLOW_MS = 300;
const A_DAYS_QUOTA = 1_000_000;
const HUGE = 'x'.repeat(200_000);

type Question = Record<string, string>;
type Answer = Record<string, unknown>;

async function readQuestion(request: IncomingMessage): Promise<Question> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_QUESTION) throw new Error('too large a question');
  }
  return JSON.parse(text) as Question;
}

const word = (same: boolean) => (same ? 'Sesuai' : 'Tidak Sesuai');
const scored = (score: number, threshold: number) => `${word(score >= threshold)} (${score})`;
const SCORE_OF: Record<FieldVerdict, number> = { same: 100, near: 92, differs: 0, missing: 0, not_sent: 0 };
const SEX_WORDS = { L: 'Laki-laki', P: 'Perempuan' } as const;
const DESCRIPTIONS: Record<string, string> = {
  '05': 'Kuota Akses Hari ini telah Habis',
  '11': 'Data Ditemukan, Status Meninggal Dunia',
  '12': 'Data Ditemukan, Status Data Ganda',
  '13': 'Data Tidak Ditemukan',
  '14': 'Data Ditemukan, Status Non Aktif',
  '15': 'Format Data Tidak Sesuai',
};
const CODE_OF = { MENINGGAL: '11', GANDA: '12', NONAKTIF: '14' } as const;

const ofRecord = (code: string): Answer => ({ RESPONSE_CODE: code, RESPONSE_DESC: DESCRIPTIONS[code] });

function elementsOf(question: Question, person: SimulatedPerson): Answer {
  const threshold = Number(question['TRESHOLD']);
  const text = (key: string) => question[key] ?? '';
  return {
    NIK: 'Sesuai',
    NO_KK: word(person.hasKk(text('NO_KK'))),
    NAMA_LGKP: scored(compareNames(text('NAMA_LGKP'), person.fullName).score, threshold),
    TMPT_LHR: scored(SCORE_OF[compareBirthPlaces(text('TMPT_LHR'), person.birthPlace).verdict], threshold),
    TGL_LHR: word(text('TGL_LHR').split('-').reverse().join('-') === person.birthDate),
    JENIS_KLMIN: word(text('JENIS_KLMIN') === SEX_WORDS[person.sex]),
    ALAMAT: scored(SCORE_OF[compareAddresses(text('ALAMAT'), person.address).verdict], threshold),
  };
}

const lowerKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]),
  );
};

/**
 * Dukcapil's web service as a program on this machine, for rehearsals and tests: it answers from a register that is given to it,
 * and does wrong what it is told to. Nothing of a question is kept or written down.
 */
export async function startDukcapilSimulator(options: SimulatorOptions) {
  const { find, faults = [], userId, password, quota = A_DAYS_QUOTA, slowMs = SLOW_MS } = options;
  let asked = 0;
  let spent = 0;

  async function contentOf(question: Question, wrong: ReadonlySet<Fault>): Promise<Answer> {
    if (wrong.has('quota') || spent >= quota) return ofRecord('05');
    if (wrong.has('format') || !/^\d{16}$/.test(question['NIK'] ?? '')) return ofRecord('15');
    spent += 1;
    const person = await find(question['NIK'] as string);
    if (!person) return ofRecord('13');
    if (person.status !== 'AKTIF') return ofRecord(CODE_OF[person.status]);
    const elements = elementsOf(question, person);
    return wrong.has('other') ? { ...elements, NIK: 'Tidak Sesuai' } : elements;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    asked += 1;
    const wrong = faultsOf(faults, asked);
    const question = await readQuestion(request);
    if (wrong.has('hang')) return;
    if (wrong.has('cut')) return void request.socket.destroy();
    if (wrong.has('slow')) await wait(slowMs);
    if (wrong.has('error')) return void response.writeHead(500).end('Internal Server Error');
    if (wrong.has('credentials') || question['user_id'] !== userId || question['password'] !== password)
      return void response.writeHead(401).end('{"RESPON":"User tidak dikenal"}');
    const content = [await contentOf(question, wrong)];
    const body = {
      content,
      lastPage: true,
      totalElements: 1,
      numberOfElements: 1,
      quotaLimiter: Math.max(0, quota - spent),
    };
    const text = JSON.stringify(wrong.has('lower') ? lowerKeys(body) : body);
    response.setHeader('content-type', 'application/json');
    if (wrong.has('malformed')) response.end(text.slice(0, Math.floor(text.length / 2)));
    else response.end(wrong.has('huge') ? JSON.stringify({ ...body, padding: HUGE }) : text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() =>
      response.writeHead(400).end('{"RESPON":"permintaan tidak terbaca"}'),
    );
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/dukcapil/get_json/kemnaker/CALL_VERIFY_BY_ELEMEN`,
    /** Questions so far. */
    asked: () => asked,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type DukcapilSimulator = Awaited<ReturnType<typeof startDukcapilSimulator>>;
