/** The journal of what a bot asked for. */
export interface Call {
  n: number;
  at: number;
  method: string;
  chatId?: number;
  ok: boolean;
  error?: string;
}

export interface Calls {
  /** The last of them, oldest first. */
  readonly kept: Call[];
  /** Without an error it went well. */
  note(method: string, chatId: unknown, error?: string): void;
}

const CALLS_KEPT = 5000;

export function createCalls(now: () => number): Calls {
  const kept: Call[] = [];
  let count = 0;
  return {
    kept,
    note(method, chatId, error) {
      count += 1;
      const chat = Number(chatId);
      kept.push({
        n: count,
        at: now(),
        method,
        ...(chat ? { chatId: chat } : {}),
        ok: error === undefined,
        ...(error ? { error } : {}),
      });
      if (kept.length > CALLS_KEPT) kept.shift();
    },
  };
}
