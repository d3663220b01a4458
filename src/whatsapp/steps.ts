/** The state of a link: stepped by its reducer, told to whoever watches, with the one wait that it may have. */
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import { FRESH, type LinkEvent, type Memory, next } from './connection.ts';
import type { LinkState } from './link.ts';

type Watcher = (state: LinkState, before: LinkState) => void;

export interface Steps {
  state(): LinkState;
  /** Steps the reducer and does what it says. */
  step(event: LinkEvent): Promise<void>;
  /** Does this after a while, in place of what waited before. */
  later(ms: number, then: () => Promise<void>): void;
  /** Nothing waits any more. */
  still(): void;
  watch(watcher: Watcher): () => void;
  /** Steps are taken as before, and open nothing. */
  close(): void;
  isClosed(): boolean;
}

export function createSteps(deps: {
  /** A socket is wanted. */
  open: () => Promise<void>;
  /** The link is gone, and its keys with it. */
  forget: () => Promise<void>;
  clock: Clock;
  dice: Dice;
  log: Logger;
}): Steps {
  const { clock, log } = deps;
  const watchers = createListeners<Parameters<Watcher>>();
  let state: LinkState = { is: 'offline' };
  let memory: Memory = FRESH;
  let timer = new AbortController();
  let closed = false;

  async function step(event: LinkEvent): Promise<void> {
    const before = state;
    const result = next(state, memory, event, clock.now(), deps.dice.next());
    ({ state, memory } = result);
    if (result.forget) await deps.forget();
    if (state !== before) {
      log.info({ event: 'link', state: state.is });
      watchers.tell(state, before);
    }
    if (closed) return;
    if (result.socket.open === 'now') await deps.open();
    else if (result.socket.open === 'at')
      later(result.socket.at - clock.now(), () => step({ type: 'retry' }));
  }

  function later(ms: number, then: () => Promise<void>) {
    timer.abort();
    timer = new AbortController();
    clock.sleep(ms, timer.signal).then(
      () => then().catch((error) => log.error({ event: 'link', err: error })),
      () => undefined,
    );
  }

  return {
    state: () => state,
    step,
    later,
    still: () => timer.abort(),
    watch: watchers.add,
    close() {
      closed = true;
    },
    isClosed: () => closed,
  };
}
