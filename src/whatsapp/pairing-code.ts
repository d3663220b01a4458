/** The eight letters that a person types into the phone in place of a QR: how often, and what the server says. */
import { type BinaryNode, getBinaryNodeChild, type WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../queue/ports.ts';
import type { KeyStore } from './auth-state.ts';
import { answerWithin } from './deadline.ts';
import { TooManyCodes } from './link.ts';

const APART = 120_000;
const MOST_AN_HOUR = 3;
const HOUR = 3_600_000;
const DEADLINE = 20_000;
/** Where the times of the last codes lie, so that a restart asks for no more of them. */
const KEPT = { type: 'pairing-code', id: 'asked-at' } as const;

export interface CodeLimit {
  /** Counts one more code; throws `TooManyCodes` when it may not be asked for yet. */
  count(): Promise<void>;
  /** The server says that it was asked too often: nothing more for an hour. */
  refused(): Promise<TooManyCodes>;
}

export function createCodeLimit(deps: {
  clock: Pick<Clock, 'now'>;
  store: Pick<KeyStore, 'get' | 'commit'>;
}): CodeLimit {
  const { clock, store } = deps;
  let times: number[] | null = null;

  /** Read once: a link that ends takes its store away, and the hour goes on. */
  async function recent(): Promise<number[]> {
    const kept: unknown = times ?? JSON.parse((await store.get(KEPT.type, [KEPT.id])).get(KEPT.id) ?? '[]');
    times = Array.isArray(kept) ? kept.map(Number).filter((at) => clock.now() - at < HOUR) : [];
    return times;
  }

  async function keep(next: number[]) {
    times = next;
    await store.commit({ keys: { [KEPT.type]: { [KEPT.id]: JSON.stringify(next) } } });
  }

  return {
    async count() {
      const before = await recent();
      const now = clock.now();
      const [first] = before;
      const last = before.at(-1);
      if (first !== undefined && before.length >= MOST_AN_HOUR) throw new TooManyCodes(first + HOUR);
      if (last !== undefined && now - last < APART) throw new TooManyCodes(last + APART);
      await keep([...before, now]);
    },
    async refused() {
      const now = clock.now();
      await keep(Array.from({ length: MOST_AN_HOUR }, () => now));
      return new TooManyCodes(now + HOUR);
    },
  };
}

/**
 * Asks for the letters, `phone` in digits. Baileys hands them out without waiting for the server, which may
 * refuse them: `TooManyCodes` for 429, else `GatewayError`. Leaves a `me` in the credentials either way.
 */
export async function requestCode(
  clock: Clock,
  sock: WASocket,
  phone: string,
  limit: Pick<CodeLimit, 'refused'>,
): Promise<string> {
  const accepted = Promise.withResolvers<true>();
  accepted.promise.catch(() => undefined);
  const yes = () => accepted.resolve(true);
  const no = (node: BinaryNode) => {
    const { code, text } = getBinaryNodeChild(node, 'error')?.attrs ?? {};
    const why = new GatewayError('answer', `no pairing code: ${code ?? '?'} ${text ?? ''}`);
    if (code === '429') limit.refused().then(accepted.reject, accepted.reject);
    else accepted.reject(why);
  };
  sock.ws.on('CB:iq,,link_code_companion_reg', yes);
  sock.ws.on('CB:iq,type:error', no);
  try {
    const letters = await answerWithin(clock, DEADLINE, sock.requestPairingCode(phone));
    await answerWithin(clock, DEADLINE, accepted.promise);
    return letters;
  } finally {
    sock.ws.off('CB:iq,,link_code_companion_reg', yes);
    sock.ws.off('CB:iq,type:error', no);
  }
}
