/** One socket after another, of which the last one counts. */
import type { WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import type { AuthState } from './auth-state.ts';
import { answerWithin } from './deadline.ts';
import type { Offer } from './offer.ts';
import type { Steps } from './steps.ts';

/** The socket that counts, one at a time. */
export interface Life {
  current(): WASocket | null;
  open(): Promise<void>;
  /** Ends what is open; its `close` event is nobody's any more. */
  end(): Promise<void>;
  /** It has ended by itself: what is found out about that, and whether no other was opened or asked for meanwhile. */
  lost<T>(meanwhile: () => Promise<T>): Promise<{ found: T; stillLost: boolean }>;
  /** While this asks, the socket's end is no news. */
  deaf<T>(one: WASocket, ask: () => Promise<T>): Promise<T>;
  /** Ends, and opens no other. */
  close(): Promise<void>;
}

const END_DEADLINE = 5_000;

export function createLife(deps: {
  auth: AuthState;
  /** Makes a socket, which connects at once. */
  make: () => WASocket;
  /** A new one, before it connects. */
  made: (one: WASocket) => void;
  steps: Pick<Steps, 'still'>;
  offer: Pick<Offer, 'refuse'>;
  clock: Clock;
}): Life {
  const { auth, steps, offer, clock } = deps;
  let sock: WASocket | null = null;
  let closed = false;
  let opening = 0;

  async function end() {
    steps.still();
    opening += 1;
    offer.refuse(new Error('something else was asked for'));
    const one = sock;
    sock = null;
    if (!one) return;
    const ended = Promise.resolve(one.end(undefined)).then(() => true);
    await answerWithin(clock, END_DEADLINE, ended).catch(() => undefined);
  }

  return {
    current: () => sock,
    async open() {
      steps.still();
      opening += 1;
      const mine = opening;
      // A code that nobody typed leaves a `me` behind, and the next connection would try to log in with it.
      if (!auth.linked() && auth.creds.me) await auth.reset();
      if (mine !== opening || closed) return;
      sock = deps.make();
      deps.made(sock);
    },
    end,
    async lost(meanwhile) {
      sock = null;
      const mine = opening;
      const found = await meanwhile();
      return { found, stillLost: mine === opening };
    },
    async deaf(one, ask) {
      sock = null;
      const answer = await ask();
      sock = one;
      return answer;
    },
    async close() {
      closed = true;
      await end();
    },
  };
}
