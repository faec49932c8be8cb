import {
  check, kkOf, pick, screen, sees, step, type Act, type Case, type Life, type Person, type Registration, type Slip, type Staff, type Status,
} from './life-model.ts'; // prettier-ignore

/** The counter's acts: keying, amending and handing in (domain.md sections 1, 5 and 10). */
const path = (one: Registration, verb = '') => `/api/submissions/${one.id}${verb && `/${verb}`}`;

const gapOf = (channel: Registration['channel'], isOpen: boolean) =>
  channel === 'offline'
    ? { cameInPerson: !isOpen }
    : {
        declarations: isOpen
          ? null
          : { dataTrue: true, notInEducation: true, notExcludedPost: true, consent: true },
      };

function formOf(person: Person, channel: Registration['channel'], detail: number) {
  const slips = [[], [], [], ['birthDate'], ['kkNumber'], ['birthDate', 'kkNumber']][detail % 6] as string[];
  return {
    hasGap: detail % 5 === 4,
    slips: new Set(slips) as Registration['slips'],
    body: {
      fullName: nameOf(person),
      nik: person.nik,
      kkNumber: slips.includes('kkNumber') ? person.wrongKk : person.kkNumber,
      birthPlace: 'SEMARANG',
      birthDate: slips.includes('birthDate') ? person.wrongBirthDate : person.birthDate,
      sex: 'L',
      ktpAddress: `JL. MODEL NO. ${person.no}`,
      regionCode: '33.74',
      educationLevel: 'SMA',
      employmentStatus: 'PHK',
      proposer: 'DINAS',
      luringReason: channel === 'offline' ? 'KEBIJAKAN' : null,
      cameInPerson: true,
      originalKtpSeen: true,
      channel,
      ...gapOf(channel, detail % 5 === 4),
    },
  };
}

/** A name of two words in which no two people of the tests come near each other. */
export function nameOf({ no }: Pick<Person, 'no'>): string {
  const syllables = ['BA', 'CO', 'DE', 'FI', 'GU', 'HO', 'JA', 'KE', 'LI', 'MO', 'NU', 'PA', 'RE', 'SI', 'TO', 'WU'];
  const word = (from: number) => {
    let rest = (from * 2_654_435_761) % 2 ** 32;
    let text = '';
    for (let at = 0; at < 5; at += 1) {
      text += syllables[rest % 16];
      rest = Math.floor(rest / 16);
    }
    return text;
  };
  return `${word(no + 1)} ${word(no * 31 + 77)}`;
} // prettier-ignore

function keyingOf(life: Life, person: Person, waveId: number): Case {
  const channelOf = (detail: number) => (detail % 4 === 3 ? 'assisted' : 'offline');
  return {
    label: `person ${life.people.indexOf(person)} in wave ${life.waves.findIndex(({ id }) => id === waveId)}`,
    version: null,
    isSeenBy: () => true,
    // The same NIK in one wave is a hard block; whoever withdrew may come again.
    against: () =>
      life.registrations.some(
        (one) => one.person === person && one.waveId === waveId && one.status !== 'withdrawn',
      )
        ? ['DUPLICATE']
        : [],
    request: (_actor, detail) => ({
      method: 'POST',
      path: '/api/submissions',
      body: { ...formOf(person, channelOf(detail), detail).body, waveId },
    }),
    done(actor, detail, answer) {
      const { hasGap, slips } = formOf(person, channelOf(detail), detail);
      life.registrations.push({
        ...{ id: answer['id'] as number, registrationNo: answer['registrationNo'] as string },
        ...{ person, waveId, officeId: actor.officeId, channel: channelOf(detail), status: 'draft', version: 1 },
        ...{ keyerId: actor.id, hands: new Set([actor.id]), slips, hasGap, wasSubmitted: false, edits: 0 },
        ...{ holder: null, deciderId: null, readers: new Set<number>(), outcome: 'unchecked', isStale: false },
        ...{ readings: [], screening: { outcome: 'unchecked', listNo: 0 }, place: null, batchId: null },
        ...{ roundNo: 1, steps: 1 },
      }); // prettier-ignore
      return ['submission.created'];
    },
  };
}

interface Amendment {
  values: Record<string, unknown>;
  isIdentity: boolean;
  take(): void;
}

/** What a clerk amends: a slip made or mended, the gap, the address, the training, nothing at all, or the name. */
function amendmentOf(one: Registration, detail: number): Amendment {
  const toggle = (slip: Slip, right: string, wrong: string): Amendment => {
    const isWrong = one.slips.has(slip);
    const take = () => void (isWrong ? one.slips.delete(slip) : one.slips.add(slip));
    return { values: { [slip]: isWrong ? right : wrong }, isIdentity: true, take };
  };
  const plain = (values: Record<string, unknown>, isIdentity = false): Amendment => ({
    values,
    isIdentity,
    take: () => undefined,
  });
  const { person, edits } = one;
  const choices: (() => Amendment)[] = [
    () => toggle('birthDate', person.birthDate, person.wrongBirthDate),
    () => toggle('kkNumber', person.kkNumber, person.wrongKk),
    () => ({ values: gapOf(one.channel, !one.hasGap), isIdentity: false, take: () => void (one.hasGap = !one.hasGap) }),
    () => plain({ ktpAddress: `JL. MODEL NO. ${person.no} RT ${edits + 1}` }, true),
    () => plain({ desiredTraining: `Menjahit ${edits + 1}` }),
    () => plain({ sex: 'L' }),
    () => toggle('fullName', nameOf(person), `${nameOf(person)} SATU`),
  ]; // prettier-ignore
  return pick(choices, detail)();
}
const NOTHING = 5;
const NAME = 6;
const KINDS = 7;

/** Reasons common to the counter's acts: an office amends its own. */
const atCounter = (one: Registration, actor: Staff, allowed: readonly Status[]) => [
  ...(allowed.includes(one.status) ? [] : ['STATUS_FORBIDS']),
  ...(actor.role === 'intake' && actor.officeId !== one.officeId ? ['OTHER_OFFICE'] : []),
];

function amendingOf(life: Life, one: Registration): Case {
  return {
    label: labelOf(life, one),
    version: one.version,
    isSeenBy: (actor) => sees(actor, one),
    against: (actor) => atCounter(one, actor, ['draft', 'needs_correction']),
    // The registered name can never be changed afterwards.
    isInvalid: (_actor, detail) => one.wasSubmitted && detail % KINDS === NAME,
    request: (_actor, detail) => ({ method: 'PUT', path: path(one), body: amendmentOf(one, detail).values }),
    done(actor, detail) {
      if (detail % KINDS === NOTHING) return ['submission.edited'];
      const amendment = amendmentOf(one, detail);
      amendment.take();
      one.edits += 1;
      one.hands.add(actor.id);
      if (amendment.isIdentity && one.outcome !== 'unchecked') one.isStale = true;
      one.version += 1;
      return ['submission.edited'];
    },
  };
}

function handingIn(verb: 'submit' | 'resubmit', life: Life, one: Registration): Case {
  return {
    label: labelOf(life, one),
    version: one.version,
    isSeenBy: (actor) => sees(actor, one),
    against(actor) {
      const status = atCounter(one, actor, [verb === 'submit' ? 'draft' : 'needs_correction']);
      if (status.length > 0 || !one.hasGap) return status;
      return [one.channel === 'offline' ? 'PRESENCE_UNEXPLAINED' : 'DECLARATION_UNSIGNED'];
    },
    request: () => ({ method: 'POST', path: path(one, verb), body: {} }),
    done() {
      step(one, 'submitted');
      one.wasSubmitted = true;
      one.holder = null;
      check(one);
      screen(life, one);
      return [verb === 'submit' ? 'submission.submitted' : 'submission.resubmitted'];
    },
  };
}

export const labelOf = (life: Life, one: Registration): string =>
  `registration ${life.registrations.indexOf(one)} (${one.status}, kk ${kkOf(one).slice(-4)})`;

/** Acts on each registration of a life. */
export const onEach = (of: (life: Life, one: Registration) => Case) => (life: Life) =>
  life.registrations.map((one) => of(life, one));

export const ENTRY_ACTS: readonly Act[] = [
  {
    name: 'create',
    kind: 'registration',
    event: 'submission.created',
    roles: ['intake'],
    status: 201,
    isRoad: true,
    cases: (life) => life.people.flatMap((person) => life.waves.map(({ id }) => keyingOf(life, person, id))),
  },
  {
    name: 'edit',
    kind: 'registration',
    event: 'submission.edited',
    roles: ['intake'],
    cases: onEach(amendingOf),
  },
  {
    name: 'submit',
    kind: 'registration',
    event: 'submission.submitted',
    roles: ['intake'],
    isRoad: true,
    cases: onEach((life, one) => handingIn('submit', life, one)),
  },
  {
    name: 'resubmit',
    kind: 'registration',
    event: 'submission.resubmitted',
    roles: ['intake'],
    isRoad: true,
    cases: onEach((life, one) => handingIn('resubmit', life, one)),
  },
];
