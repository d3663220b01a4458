/** What WhatsApp does for the queue. */
import type { Body, Content } from '../content.ts';
import type { PhoneNumber } from '../import/phone.ts';

/** Where a person is reached: decided by the server, never guessed from the number. */
export interface Address {
  /** `…@s.whatsapp.net`, as the server answered. */
  readonly jid: string;
  /** `…@lid`. Nobody without one can be written to. */
  readonly lid: string;
}

/** One written number and the national variants of the same person, asked together. */
export interface LookUp {
  readonly phone: PhoneNumber;
}

export type LookUpResult =
  | { phone: PhoneNumber; found: true; address: Address }
  | { phone: PhoneNumber; found: false }
  /** The server's answer about this one number made no sense; it fails alone. */
  | { phone: PhoneNumber; found: 'error'; code: string };

/** One stanza to write: a part of one person's message. */
export interface Outgoing {
  /** Full wire id of the part, already in the store. */
  readonly id: string;
  readonly address: Address;
  readonly body: Body;
}

export type Written =
  /** Handed to the socket; proves nothing before its ack. */
  | { id: string; outcome: 'written' }
  /** No stanza left: the link went away first. Not a try. */
  | { id: string; outcome: 'link-down' }
  /** No device of the recipient could be encrypted for. */
  | { id: string; outcome: 'unreachable' };

/** How many people may be written to first in a cycle of WhatsApp's; `total` −1: as many as one likes. */
export interface NewChatQuota {
  readonly total: number;
  readonly used: number;
  /** 0: none yet; 2: the last one. */
  readonly warning: 0 | 1 | 2;
}

/** What the account may do, as WhatsApp says; `null` where it did not answer. */
export interface AccountLimits {
  readonly reachOutLock: { active: boolean; until: number | null } | null;
  readonly newChats: (NewChatQuota & { capped: boolean; until: number | null }) | null;
}

export type GatewayEvent =
  /** The server took a stanza. */
  | { type: 'ack'; id: string; at: number }
  /** The server refused a stanza; `code` as on the wire (463, 479 …). */
  | { type: 'refused'; id: string; code: number; at: number }
  | { type: 'receipt'; id: string; kind: 'delivered' | 'read'; at: number }
  /** The account's own phone has got the copy of something that was sent here. */
  | { type: 'own-phone' }
  /** A phone could not open a message and asked for it again. */
  | { type: 'retry-asked'; id: string; at: number }
  /** Sending is possible (`ready`: also the waiting incoming messages are worked off) or not. */
  | { type: 'link'; ready: boolean }
  /** The server told a limit unasked. */
  | { type: 'limits'; limits: AccountLimits };

/** Filled by `whatsapp/gateway.ts`; by a fake in the simulated week. Every call has a deadline. */
export interface Gateway {
  /** True while a socket is open and the barrier after its connect is passed. */
  ready(): boolean;
  /** Asks the server about at most 100 people. Throws `GatewayError` when it doesn't answer. */
  lookUp(people: readonly LookUp[], signal?: AbortSignal): Promise<LookUpResult[]>;
  /** Uploads what must be uploaded before the first recipient; again when old. Throws `GatewayError`. */
  prepare(content: Content, signal?: AbortSignal): Promise<void>;
  /**
   * Encrypts all under one lock, commits the keys, then writes the frames in order. Results are in the order
   * of the batch. `allowed` is asked after the commit, right before the frames: the ids that may still leave.
   */
  send(
    batch: readonly Outgoing[],
    allowed: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<Written[]>;
  /** Asks for the reach-out lock and the new-chat quota. Never throws: what isn't known is `null`. */
  limits(): Promise<AccountLimits>;
  on(listener: (event: GatewayEvent) => void): () => void;
}

export const GATEWAY_ERRORS = ['link-down', 'timeout', 'rate', 'upload', 'answer'] as const;

/** A call to the gateway that brought no result; nobody is burnt by it. */
export class GatewayError extends Error {
  override name = 'GatewayError';
  readonly reason: (typeof GATEWAY_ERRORS)[number];
  constructor(reason: (typeof GATEWAY_ERRORS)[number], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}
