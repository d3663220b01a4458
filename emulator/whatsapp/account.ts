import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Connection } from './connection.ts';
import { lidJidOf, type Person, pnOf } from './directory.ts';
import { type Bundle, createSignalDevice, type SignalDevice } from './signal.ts';

/** A linked client as the server knows it: its public keys, and what it has not confirmed yet. */
export interface LinkedDevice {
  readonly number: number;
  readonly noiseKey: Buffer;
  readonly identityKey: Buffer;
  readonly registrationId: number;
  signedPreKey: Bundle['signedPreKey'];
  /** Uploaded one-time keys, the oldest first. */
  preKeys: Map<number, Buffer>;
  connection: Connection | undefined;
  /** Logged in and told what is waiting for it. */
  active: boolean;
  /** Has asked for what was waiting; until then everything goes to the end of that queue. */
  receiving: boolean;
  /** Stanzas sent or to be sent that the client has not confirmed, by `waitingKey`. */
  waiting: Map<string, BinaryNode>;
  historySent: boolean;
  /** Told that its one-time keys run low, and no upload since. */
  lowKeysTold: boolean;
}

/** The business's account: the owner's phone and what is linked to it. Outlives every connection. */
export interface Account {
  readonly owner: Person;
  /** The owner's own phone, device 0. */
  readonly primary: SignalDevice;
  readonly devices: ReadonlyMap<number, LinkedDevice>;
  newDeviceNumber(): number;
  add(device: LinkedDevice): void;
  remove(device: LinkedDevice): void;
  /** The newest linked device; what the control API speaks of. */
  latest(): LinkedDevice | undefined;
  jid(device: number): string;
  lid(device: number): string;
}

export function createAccount(owner: Person): Account {
  const devices = new Map<number, LinkedDevice>();
  let last = 0;
  return {
    owner,
    primary: createSignalDevice(),
    devices,
    newDeviceNumber: () => ++last,
    add: (device) => devices.set(device.number, device),
    remove: (device) => devices.delete(device.number),
    latest: () => [...devices.values()].at(-1),
    jid: (device) => pnOf(owner, device),
    lid: (device) => lidJidOf(owner, device),
  };
}

/** Hands out the keys of a linked device, with a one-time key as long as there is one. */
export function takeBundle(device: LinkedDevice): Bundle {
  const [first] = device.preKeys;
  if (first) device.preKeys.delete(first[0]);
  return {
    registrationId: device.registrationId,
    identityKey: device.identityKey,
    signedPreKey: device.signedPreKey,
    ...(first ? { preKey: { keyId: first[0], publicKey: first[1] } } : {}),
  };
}
