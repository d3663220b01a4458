/** Owner of everything that happens later in this world, so that closing it leaves nothing behind. */
export interface Timers {
  after(ms: number, action: () => void | Promise<void>): void;
  /** Runs jobs one after the other, in order, and lets sockets have their turn between them. */
  work(job: () => Promise<void>): void;
  /** Resolves when no job is left, at the latest after so many ms. */
  idle(atMostMs: number): Promise<void>;
  close(): void;
}

/** Long enough that switching costs nothing, short enough that acks don't wait for decryption. */
const sliceMs = 4;

export function createTimers(onError: (error: unknown) => void): Timers {
  const timers = new Set<NodeJS.Timeout>();
  const jobs: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  let closed = false;
  const run = async () => {
    let sliceEnd = performance.now() + sliceMs;
    for (let job = jobs.shift(); job && !closed; job = jobs.shift()) {
      await job().catch(onError);
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + sliceMs;
    }
    running = undefined;
  };
  return {
    after(ms, action) {
      if (closed) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        Promise.resolve().then(action).catch(onError);
      }, ms);
      timers.add(timer);
    },
    work(job) {
      if (closed) return;
      jobs.push(job);
      running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(run);
    },
    async idle(atMostMs) {
      const end = performance.now() + atMostMs;
      while (running && !closed && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    close() {
      closed = true;
      jobs.length = 0;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
