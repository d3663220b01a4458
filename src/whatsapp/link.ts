/** The front door of `src/whatsapp`, free of Baileys: what state the link is in, and what can be asked of it. */
import type { PhoneNumber } from '../queue/import/phone.ts';

/** Every view is drawn from it. */
export type LinkState =
  /** Nobody linked, nothing going on. */
  | { is: 'offline' }
  | { is: 'connecting'; linked: boolean }
  /** A code waits for a phone. `text` is what the QR carries, or the eight letters. */
  | { is: 'awaiting-scan'; how: 'qr' | 'code'; text: string; expiresAt: number; nth: number }
  /** All codes of this attempt ran out. */
  | { is: 'scan-expired' }
  /**
   * Scanned; the keys are being exchanged, 515 included. `stuck` when the phone never answered (`silence`), or
   * when the server wants a passkey, which only WhatsApp's own apps can show.
   */
  | { is: 'linking'; since: number; stuck: null | 'silence' | 'passkey' }
  | { is: 'online'; phone: string; since: number }
  /** The link broke; the next try comes by itself. `attempt` of 5. */
  | { is: 'reconnecting'; attempt: number; of: number; nextAt: number; since: number }
  /** Five tries were in vain: needs *Reconectar*; a quiet try each hour. */
  | { is: 'given-up'; since: number; nextAt: number }
  /** Socket closed on purpose, still linked. */
  | { is: 'asleep'; since: number }
  /** 440: another program opened this session. Never fights. */
  | { is: 'replaced'; at: number }
  /** Nobody is linked, and WhatsApp could not be reached for a code. */
  | { is: 'unreachable'; at: number }
  /** 402. */
  | { is: 'banned'; until: number | null; why: BanReason | null; at: number }
  | {
      is: 'logged-out';
      /** `while-away`: a login was refused, as after two weeks without that phone, or when it removed us meanwhile. */
      why: 'by-phone' | 'while-away' | 'by-us' | 'locked' | 'banned' | 'unknown';
      code: number | null;
      at: number;
    }
  /** 405: the program is too old for the server. */
  | { is: 'outdated'; at: number };

/** What a suspension is for, as WhatsApp says. */
export const BAN_REASONS = ['strangers', 'blocked', 'groups', 'same-text', 'broadcast'] as const;
export type BanReason = (typeof BAN_REASONS)[number];

export type LinkStateName = LinkState['is'];

/** The account's number and whether a link exists (also while no socket is open). */
export interface LinkIdentity {
  readonly linked: boolean;
  readonly phone: PhoneNumber | null;
  /** The account's own `…@lid`. */
  readonly lid: string | null;
}

/** Filled by `whatsapp/socket.ts`. */
export interface Link {
  state(): LinkState;
  identity(): LinkIdentity;
  /** Called at every change, with the new state and the one before. Returns how to stop. */
  watch(listener: (state: LinkState, before: LinkState) => void): () => void;
  /** Opens a socket: logs in when linked, else asks for QR codes. Also *Reconectar* and *Tomar el control*. */
  connect(): Promise<void>;
  /**
   * Asks for an eight-letter code for this number (digits). Throws `TooManyCodes` when asked too often,
   * `GatewayError('answer')` when WhatsApp refuses the number.
   */
  pairWithCode(phone: string): Promise<void>;
  /** Stops waiting for a scan, or for a phone that doesn't answer. */
  cancelScan(): Promise<void>;
  /** Closes the socket, keeps the link. */
  sleep(): Promise<void>;
  wake(): Promise<void>;
  /** Taken over at `since`, before this start: stays out until a person connects. */
  stayOut(since: number): Promise<void>;
  /** Unlinks the device at WhatsApp and archives the keys; `told` is false when WhatsApp could not be reached. */
  unlink(): Promise<{ told: boolean }>;
}

/** A pairing code was asked for too often; `until` when the next may be. */
export class TooManyCodes extends Error {
  override name = 'TooManyCodes';
  readonly until: number;
  constructor(until: number) {
    super('pairing codes are limited to one in two minutes and three an hour');
    this.until = until;
  }
}
