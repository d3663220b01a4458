/** The eight letters that a person types into the phone in place of a QR: how often, and what the server says. */
import { type BinaryNode, getBinaryNodeChild, type WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../queue/ports.ts';
import { answerWithin } from './deadline.ts';
import { TooManyCodes } from './link.ts';

const APART = 120_000;
const MOST_AN_HOUR = 3;
const HOUR = 3_600_000;
const DEADLINE = 20_000;

/** Returns what counts one more code, and throws `TooManyCodes` when it may not be asked for yet. */
export function createCodeLimit(clock: Pick<Clock, 'now'>): () => void {
  let times: number[] = [];
  return () => {
    const now = clock.now();
    times = times.filter((at) => now - at < HOUR);
    const [first] = times;
    const last = times.at(-1);
    if (last !== undefined && now - last < APART) throw new TooManyCodes(last + APART);
    if (first !== undefined && times.length >= MOST_AN_HOUR) throw new TooManyCodes(first + HOUR);
    times.push(now);
  };
}

/**
 * Asks for the letters, `phone` in digits. Baileys hands them out without waiting for the server, which may
 * refuse them: `TooManyCodes` for 429, else `GatewayError`. Leaves a `me` in the credentials either way.
 */
export async function requestCode(clock: Clock, sock: WASocket, phone: string): Promise<string> {
  const accepted = Promise.withResolvers<true>();
  accepted.promise.catch(() => undefined);
  const yes = () => accepted.resolve(true);
  const no = (node: BinaryNode) => {
    const { code, text } = getBinaryNodeChild(node, 'error')?.attrs ?? {};
    accepted.reject(
      code === '429'
        ? new TooManyCodes(clock.now() + HOUR)
        : new GatewayError('answer', `no pairing code: ${code ?? '?'} ${text ?? ''}`),
    );
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
