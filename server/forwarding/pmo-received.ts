import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What the simulated PMO holds of one delivery. Of people it keeps registration numbers only. */
export interface ReceivedDelivery {
  key: string;
  dispatchNo: string;
  count: number;
  digest: string;
  /** True where a signed statement came along and was right. */
  signed: boolean;
  registrationNos: string[];
  receivedAt: string;
  /** How often it arrived whole; kept is only the first. */
  arrivals: number;
  /** Questions until it is decided; 0: it is. */
  pendingFor: number;
}

/** The received set: in memory, and in a file where one is named, so that it outlives the simulator. */
export function openReceived(file: string | null) {
  const held = new Map<string, ReceivedDelivery>();
  if (file && existsSync(file))
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const delivery = JSON.parse(line) as ReceivedDelivery;
      held.set(delivery.key, delivery);
    }
  const keep = (delivery: ReceivedDelivery) => {
    held.set(delivery.key, delivery);
    // The last line of a key says how it is.
    if (file) appendFileSync(file, `${JSON.stringify(delivery)}\n`, { mode: 0o600 });
    return delivery;
  };

  return {
    find: (key: string) => held.get(key),
    all: () => [...held.values()],
    /** Takes a delivery once; the same key again is the same delivery, and only counted. */
    take(delivery: Omit<ReceivedDelivery, 'arrivals'>): ReceivedDelivery {
      const known = held.get(delivery.key);
      return keep(known ? { ...known, arrivals: known.arrivals + 1 } : { ...delivery, arrivals: 1 });
    },
    /** One question nearer to a decision. */
    asked: (delivery: ReceivedDelivery) =>
      delivery.pendingFor > 0 ? keep({ ...delivery, pendingFor: delivery.pendingFor - 1 }) : delivery,
  };
}
export type Received = ReturnType<typeof openReceived>;
