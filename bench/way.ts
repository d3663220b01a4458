import type { PhoneNumber } from '../src/queue/import/phone.ts';

/** One way of sending, linked and ready. */
export interface Way {
  /** A text, or a picture with that text as its caption. Resolves when the server has accepted all. */
  send(phones: readonly PhoneNumber[], picture?: Buffer): Promise<void>;
  close(): Promise<void>;
}
