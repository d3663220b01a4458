/** Acks and receipts as the server tells them, and the port that keeps them from being lost with the process. */
import type { GatewayEvent } from '../queue/ports.ts';

export const TOLD = ['ack', 'delivered', 'read'] as const;

/** What the server said about one of our messages. */
export interface Told {
  readonly type: (typeof TOLD)[number];
  readonly id: string;
  readonly at: number;
}

/** The server says a thing once: Baileys confirms it to the server before the store has it. */
export interface ToldLog {
  /** Returns when a kill of the process can't lose it any more. */
  note(told: Told): void;
  /** What was noted lately, by another process too; most of it is in the store already. */
  earlier(): Told[];
  close(): void;
}

export const eventOf = ({ type, id, at }: Told): GatewayEvent =>
  type === 'ack' ? { type, id, at } : { type: 'receipt', id, kind: type, at };
