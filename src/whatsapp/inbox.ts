/** What people wrote, from the store in which it lies since before its receipt left, to who handles it. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { IncomingMessage } from '../queue/ports.ts';
import type { InboxMessage, KeyStore } from './auth-state.ts';

export interface Inbox {
  /** Something came: hands over what waits, in order. */
  work(): void;
  /** Sets who handles messages; what waits is handed over at once. A batch that throws comes again. */
  onMessage(handler: (messages: IncomingMessage[]) => Promise<void>): void;
  /** Resolves when nothing that came in waits. */
  idle(): Promise<void>;
  /** Resolves when nothing is being handled. */
  close(): Promise<void>;
}

const BATCH = 100;
/** How long until a batch that could not be handled is tried again. */
const TRY_AGAIN = [500, 2_000, 10_000, 30_000];
/** What the wire said about a message is lost if we are killed in between, and comes again with the message. */
const NAMELESS_FOR = 600_000;
const KEEP_HANDLED = 7 * 86_400_000;
/** Looking for old messages reads all that are kept: too much to do after each. */
const PRUNE_EVERY = 3_600_000;

export function createInbox(deps: {
  store: Pick<KeyStore, 'waiting' | 'handled' | 'prune'>;
  /** `null` for what no person wrote to us. */
  read: (entry: InboxMessage) => Promise<IncomingMessage | null>;
  clock: Clock;
  log: Logger;
}): Inbox {
  const { store, clock, log } = deps;
  const ending = new AbortController();
  let handler: ((messages: IncomingMessage[]) => Promise<void>) | null = null;
  let working: Promise<void> = Promise.resolve();
  let asked = false;
  let failures = 0;
  let prunedAt = 0;

  /** One run at a time, another one if more came meanwhile. */
  function work() {
    if (asked) return;
    asked = true;
    working = working.then(run);
  }

  /** A batch that fails comes again until it is handled: an opt-out among it must not wait for news. */
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        asked = false;
        await handleAll();
        failures = 0;
        return;
      } catch (error) {
        log.error({ event: 'inbox', err: error });
        const wait = TRY_AGAIN[Math.min(failures, TRY_AGAIN.length - 1)] ?? 0;
        failures += 1;
        await clock.sleep(wait, ending.signal).catch(() => undefined);
      }
    }
  }

  async function handleAll() {
    if (!handler || ending.signal.aborted) return;
    for (;;) {
      const known = clock.now() - NAMELESS_FOR;
      const waiting = (await store.waiting(BATCH)).filter(({ attrs, at }) => attrs !== null || at < known);
      if (waiting.length === 0) return;
      const messages: IncomingMessage[] = [];
      for (const entry of waiting) {
        const message = await deps.read(entry);
        if (message) messages.push(message);
      }
      if (messages.length > 0) await handler(messages);
      await store.handled(
        waiting.map(({ key }) => key),
        clock.now(),
      );
      await prune(clock.now());
    }
  }

  async function prune(now: number) {
    if (Math.abs(now - prunedAt) < PRUNE_EVERY) return;
    await store.prune(now - KEEP_HANDLED);
    prunedAt = now;
  }

  return {
    work,
    onMessage(next) {
      handler = next;
      work();
    },
    async idle() {
      work();
      await working;
    },
    async close() {
      ending.abort();
      await working;
    },
  };
}
