import type { Clock } from '../clock.ts';
import { GatewayError } from '../queue/ports.ts';
import { TooManyCodes } from './link.ts';

/**
 * An answer of Baileys, made honest: a query that times out resolves `undefined` there, a dropped connection
 * rejects with a number, and after `end()` it may hang. All three become a `GatewayError` here.
 */
export async function answerWithin<T>(
  clock: Clock,
  ms: number,
  question: Promise<T>,
): Promise<NonNullable<T>> {
  const over = new AbortController();
  try {
    const answer = await Promise.race([
      question,
      clock.sleep(ms, over.signal).then(() => {
        throw new GatewayError('timeout', `no answer within ${ms} ms`);
      }),
    ]);
    if (answer === undefined || answer === null) throw new GatewayError('timeout', 'no answer');
    return answer;
  } catch (cause) {
    if (cause instanceof GatewayError || cause instanceof TooManyCodes) throw cause;
    if (typeof cause === 'number') throw new GatewayError('link-down', `connection closed (${cause})`);
    throw asGatewayError(cause);
  } finally {
    over.abort();
  }
}

function asGatewayError(cause: unknown): GatewayError {
  const status = statusOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  if (status === 429) return new GatewayError('rate', message, { cause });
  if (status === 428 || status === 408 || /closed|ECONN|EPIPE/i.test(message))
    return new GatewayError('link-down', message, { cause });
  return new GatewayError('answer', message, { cause });
}

/** The code that a Boom of Baileys carries: as HTTP status, or as data of an error node. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('data' in error && typeof error.data === 'number') return error.data;
  if ('output' in error && typeof error.output === 'object' && error.output && 'statusCode' in error.output)
    return Number(error.output.statusCode);
  return null;
}

/** Gives up waiting when the signal says so; what was asked goes on and is not heard. */
export async function unless<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(new GatewayError('link-down', 'not wanted any more'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}
