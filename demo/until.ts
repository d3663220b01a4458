export interface Patience {
  /** What is waited for, in words: it stands in the error. */
  what: string;
  timeoutMs?: number;
  everyMs?: number;
  signal?: AbortSignal | undefined;
}

/** Something that was waited for did not happen in time. */
export class NotInTime extends Error {
  override name = 'NotInTime';
}

/** A machine may be busy: only after so many times as long does it count as missing. */
const PATIENCE = 3;

/** Asks again and again until the answer is neither `undefined`, `null` nor `false`, and returns it. */
export async function until<T>(
  ask: () => T | Promise<T>,
  { what, timeoutMs = 15_000, everyMs = 200, signal }: Patience,
): Promise<Exclude<T, undefined | null | false>> {
  const end = performance.now() + timeoutMs * PATIENCE;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (isAnswer(answer)) return answer;
    if (performance.now() > end) throw new NotInTime(`waited ${(timeoutMs * PATIENCE) / 1000} s for ${what}`);
    await pause(everyMs);
  }
}

function isAnswer<T>(value: T): value is Exclude<T, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}

/** Milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
