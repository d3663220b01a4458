/**
 * How calls to Telegram go out: one after another in each chat, answers before views, Telegram's `retry_after` obeyed for
 * the whole chat, people who blocked the bot left alone, network trouble waited out.
 */
import { GrammyError, HttpError } from 'grammy';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import { atMost, type Clock } from '../clock.ts';

/** Who goes first of what waits in a chat. */
export interface Rank {
  /** Before views: an answer to what the person just did. */
  readonly answer?: boolean;
  /** After views: one of many that may come together, such as people's answers. */
  readonly later?: boolean;
}

export interface Calls {
  /** `null` when it can't be delivered to this person at all. Throws Telegram's other refusals. */
  run<T>(chat: number, rank: Rank, call: () => Promise<T>): Promise<T | null>;
  /** Of what stands there already: `gone` when it can't be changed any more. */
  edit(chat: number, rank: Rank, call: () => Promise<unknown>): Promise<'done' | 'gone'>;
  /** What fails here costs a view, nothing else; false when it did. */
  harmless(chat: number, rank: Rank, call: () => Promise<unknown>): Promise<boolean>;
  /** Resolves when all that was given so far is out, or after `ms`. */
  drain(ms: number): Promise<void>;
}

/** Nobody waits any longer for the answer to what they did, when Telegram is away for so many tries. */
const TRIES = 8;
const LONGEST_WAIT = 10_000;

export interface CallsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** This person has blocked the bot. */
  blocked(chat: number): Promise<void>;
}

export function createCalls(deps: CallsDeps): Calls {
  const { clock, log } = deps;
  const queues = new Map<number, PQueue>();

  function queueOf(chat: number): PQueue {
    const known = queues.get(chat);
    if (known) return known;
    const queue = new PQueue({ concurrency: 1 });
    queues.set(chat, queue);
    return queue;
  }

  // What happened is told however long Telegram is away.
  const run: Calls['run'] = (chat, { answer, later }, call) =>
    queueOf(chat).add(() => patiently(deps, chat, call, answer ? TRIES : Number.POSITIVE_INFINITY), {
      priority: answer ? 1 : later ? -1 : 0,
    });

  return {
    run,
    async edit(chat, rank, call) {
      try {
        await run(chat, rank, call);
        return 'done';
      } catch (error) {
        if (!(error instanceof GrammyError)) throw error;
        if (/message is not modified/.test(error.description)) return 'done';
        // Deleted, too old, of another kind, or for a reason that nobody has told us of: a new one says the same.
        if (error.error_code === 400) return 'gone';
        throw error;
      }
    },
    async harmless(chat, rank, call) {
      try {
        await run(chat, rank, call);
        return true;
      } catch (error) {
        if (!(error instanceof GrammyError)) throw error;
        log.info({ event: 'telegram-refused', method: error.method, why: error.description });
        return false;
      }
    },
    async drain(ms) {
      const idle = Promise.all([...queues.values()].map((queue) => queue.onIdle()));
      await atMost(clock, ms, idle);
    },
  };
}

const isServerError = (error: unknown) => error instanceof GrammyError && error.error_code >= 500;

/** Telegram's waits are waited out, trouble is tried again, `most` times; null for who has blocked the bot. */
async function patiently<T>(
  { clock, log, blocked }: CallsDeps,
  chat: number,
  call: () => Promise<T>,
  most: number,
): Promise<T | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof GrammyError && error.error_code === 429) {
        await clock.sleep(((error.parameters.retry_after ?? 1) + 0.5) * 1000);
      } else if (error instanceof GrammyError && error.error_code === 403) {
        await blocked(chat);
        return null;
      } else if ((error instanceof HttpError || isServerError(error)) && tries < most) {
        if (tries <= TRIES) log.warn({ event: 'telegram-unreachable', tries });
        await clock.sleep(Math.min(1000 * 2 ** (tries - 1), LONGEST_WAIT));
      } else throw error;
    }
  }
}
