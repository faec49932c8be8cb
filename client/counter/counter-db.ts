import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CounterDesk, PhotoMark, PublicKey } from '@server/counter/counter-schema.ts';
import type { ItemState } from '@server/counter/counter-rules.ts';
import type { Bytes } from './device-crypto.ts';

/** A clerk of this device. Nothing of it opens anything without their password. */
export interface StoredPerson {
  username: string;
  staffId: number;
  fullName: string;
  officeName: string;
  salt: Bytes;
  iterations: number;
  /** The data key, under a key made of the password. */
  wrapped: Bytes;
  /** The data key, for the ministry: opened for this clerk alone after a change of password. */
  spare: { kid: string; sealed: string };
  device: string;
  publicKey: PublicKey;
  /** The signing key, under the data key. */
  signing: Bytes;
  nextSeq: number;
}

/** A form as it lies on the device: what says whose it is, is sealed. */
export interface StoredItem {
  clientId: string;
  username: string;
  /** 0 until the form is saved. */
  seq: number;
  state: ItemState;
  /** Counts every change by the clerk: an answer about an older one changes nothing. */
  revision: number;
  keyedAt: string;
  /** Form and trouble, sealed. */
  sealed: Bytes;
  photos: (PhotoMark & { id: string })[];
  submissionId: number | null;
  packages: string[];
}

export interface StoredPhoto {
  id: string;
  clientId: string;
  sealed: Bytes;
}

/** What is left of a form that went: nothing that says whose it was. */
export interface Receipt {
  clientId: string;
  username: string;
  seq: number;
  registrationNo: string | null;
  outcome: 'sent' | 'discarded' | 'left-to-server' | 'expired';
  at: string;
}

/** A form that will not be sent; the server is still to be told why. */
export interface StoredDiscard {
  clientId: string;
  username: string;
  seq: number;
  keyedAt: string;
  sealedReason: Bytes;
}

export interface StoredDesk extends CounterDesk {
  /** Seconds this device's clock was ahead of the server's at the last contact. */
  clockOffSeconds: number;
}

interface CounterSchema extends DBSchema {
  people: { key: string; value: StoredPerson };
  items: { key: string; value: StoredItem; indexes: { username: string } };
  photos: { key: string; value: StoredPhoto; indexes: { clientId: string } };
  receipts: { key: string; value: Receipt; indexes: { username: string } };
  discards: { key: string; value: StoredDiscard; indexes: { username: string } };
  desk: { key: 'desk'; value: StoredDesk };
}
export type CounterDb = IDBPDatabase<CounterSchema>;

/** On the disk when it answers: a power cut afterwards takes nothing back. */
export const STRICT = { durability: 'strict' } as const;

export function openCounterDb(name = 'loket-counter'): Promise<CounterDb> {
  return openDB<CounterSchema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('people', { keyPath: 'username' });
      for (const store of ['items', 'receipts', 'discards'] as const)
        db.createObjectStore(store, { keyPath: 'clientId' }).createIndex('username', 'username');
      db.createObjectStore('photos', { keyPath: 'id' }).createIndex('clientId', 'clientId');
      db.createObjectStore('desk');
    },
  });
}
