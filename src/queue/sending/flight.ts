import PQueue from 'p-queue';
import type { Clock } from '../../clock.ts';
import { createLatch, type Latch } from './latch.ts';
import { ACK_DEADLINE } from './unconfirmed.ts';

/** Batches without all their acks. */
export const BATCHES_UNACKED = 2;
/** When most of a batch is acked, its last ones don't hold up the next batch for longer than this. */
const STRAGGLERS_AFTER = 5_000;
const STRAGGLERS = 0.2;

/** What has left and waits for its acks. Bounds it; the order is the caller's. */
export interface Flight {
  /** Resolves when another batch may leave. */
  room(): Promise<void>;
  /** These parts leave now; the promise resolves when enough of them are answered. Call it before the write. */
  add(ids: readonly string[]): Promise<void>;
  /** The server answered for these parts, or nobody waits for them any more. */
  answered(ids: readonly string[]): void;
  /** The link is gone: nobody waits for anything any more. */
  clear(): void;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  open(): number;
  /** How many were answered since the start. */
  answers(): number;
}

export function createFlight(clock: Clock, signal: AbortSignal): Flight {
  // One batch is watched, at most one more waits behind it.
  const queue = new PQueue({ concurrency: BATCHES_UNACKED - 1 });
  const waiting = new Map<string, Batch>();
  let answers = 0;

  function leave(ids: readonly string[]) {
    for (const id of ids) {
      const batch = waiting.get(id);
      if (!batch) continue;
      waiting.delete(id);
      batch.open -= 1;
      batch.lastAnswerAt = clock.monotonic();
      if (batch.open === 0 || batch.open <= batch.size * STRAGGLERS) batch.latch.poke();
    }
  }

  async function watch(batch: Batch) {
    while (batch.open > 0 && !signal.aborted) {
      const now = clock.monotonic();
      const late = batch.open <= batch.size * STRAGGLERS;
      const until = Math.min(
        batch.leftAt + ACK_DEADLINE,
        late ? batch.lastAnswerAt + STRAGGLERS_AFTER : Number.POSITIVE_INFINITY,
      );
      if (until <= now) return;
      await batch.latch.wait(until - now, signal);
    }
  }

  return {
    room: () => queue.onSizeLessThan(1),
    async add(ids) {
      const now = clock.monotonic();
      const batch = {
        size: ids.length,
        open: ids.length,
        leftAt: now,
        lastAnswerAt: now,
        latch: createLatch(clock),
      };
      for (const id of ids) waiting.set(id, batch);
      await queue.add(() => watch(batch));
      for (const id of ids) waiting.delete(id);
    },
    answered(ids) {
      answers += ids.filter((id) => waiting.has(id)).length;
      leave(ids);
    },
    clear: () => leave([...waiting.keys()]),
    idle: () => queue.onIdle(),
    open: () => waiting.size,
    answers: () => answers,
  };
}

interface Batch {
  readonly size: number;
  open: number;
  readonly leftAt: number;
  lastAnswerAt: number;
  readonly latch: Latch;
}
