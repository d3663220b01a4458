import { AsyncLocalStorage } from 'node:async_hooks';

/** One at a time; who is inside already goes straight on. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

export function createLock(): Lock {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (inside.getStore()?.open) return work();
    const run = tail.then(() => {
      const hold = { open: true };
      return inside.run(hold, async () => {
        try {
          return await work();
        } finally {
          // What was started inside and lives on must queue up like everybody else.
          hold.open = false;
        }
      });
    });
    tail = run.catch(() => undefined);
    return run;
  };
}
