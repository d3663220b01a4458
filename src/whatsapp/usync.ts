/** One question about many people: who is there, under which LID, with which devices. */
import {
  type BinaryNode,
  getBinaryNodeChild,
  USyncQuery,
  USyncUser,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../queue/ports.ts';
import { answerWithin, statusOf } from './deadline.ts';

type USyncQueryProtocol = USyncQuery['protocols'][number];

/** A person by the digits of a number, or by a JID. */
export type Asked = { phone: string } | { jid: string };

/** One person as the server described it. */
export interface Answer {
  /** The digits that were asked; of a JID its own. */
  readonly asked: string;
  readonly jid: string;
  readonly lid: string | null;
  /** Whether WhatsApp knows the number; who is asked for by JID is taken to be there. */
  readonly exists: boolean;
  /** Null when the server said nothing about them. */
  readonly devices: readonly number[] | null;
  /** The code when the answer about this one person is none. */
  readonly error: string | null;
}

export const QUERY_DEADLINE = 20_000;

/**
 * Asks in one round trip. People that the server keeps silent about are missing. Throws `GatewayError`.
 * `devices: false` leaves those out, for servers that don't take all in one question.
 */
export async function askServer(
  clock: Clock,
  sock: WASocket,
  people: readonly Asked[],
  { devices = true } = {},
): Promise<Answer[]> {
  const query = new USyncQuery().withContext('message').withLIDProtocol();
  if (devices) query.withDeviceProtocol();
  query.protocols = query.protocols.map(tolerant);
  const byNumber = people.some((one) => 'phone' in one);
  if (byNumber) query.protocols.push(contactProtocol);
  for (const one of people)
    query.withUser(
      'phone' in one ? new USyncUser().withPhone(`+${one.phone}`) : new USyncUser().withId(one.jid),
    );
  const { list } = await answerWithin(clock, QUERY_DEADLINE, sock.executeUSyncQuery(query));
  return list.map(({ id, contact, lid, devices: found }) => {
    const asked = textAt(contact, 'asked') ?? '';
    return {
      asked: (asked === '' ? id : asked).replace(/@.*/, '').replace(/\D/g, ''),
      jid: id,
      lid: typeof lid === 'string' && lid !== '' ? lid : null,
      exists: byNumber ? registered(contact) : true,
      devices: deviceNumbers(found),
      error: textAt(contact, 'error') ?? textAt(lid, 'error') ?? textAt(found, 'error'),
    };
  });
}

/**
 * Halves a question that the server refuses as a whole until the one it chokes on is alone. What it says
 * about itself (5xx, too fast, silence) is thrown.
 */
export async function halving<T, R>(
  items: readonly T[],
  ask: (some: readonly T[]) => Promise<R[]>,
  alone: (item: T, error: GatewayError) => R[],
): Promise<R[]> {
  try {
    return items.length === 0 ? [] : await ask(items);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [first] = items;
    if (first === undefined || items.length === 1) return first === undefined ? [] : alone(first, error);
    const half = Math.ceil(items.length / 2);
    const before = await halving(items.slice(0, half), ask, alone);
    return [...before, ...(await halving(items.slice(half), ask, alone))];
  }
}

/** The server has read the question and doesn't like it. */
export function isRefusal(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.reason === 'answer' && (statusOf(error.cause) ?? 0) < 500;
}

/** Baileys throws the whole answer away for an error about one person. */
function tolerant(stock: USyncQueryProtocol): USyncQueryProtocol {
  return {
    name: stock.name,
    getQueryElement: () => stock.getQueryElement(),
    getUserElement: (user) => stock.getUserElement(user),
    parser: (node) => errorIn(node) ?? stock.parser(node),
  };
}

/** Baileys' own contact protocol loses the number that was asked for; the answer names it in its content. */
const contactProtocol: USyncQueryProtocol = {
  name: 'contact',
  getQueryElement: () => ({ tag: 'contact', attrs: {} }),
  getUserElement: (user) => (user.phone ? { tag: 'contact', attrs: {}, content: user.phone } : null),
  parser: (node) =>
    errorIn(node) ?? {
      exists: node.attrs.type === 'in',
      asked:
        node.content instanceof Uint8Array
          ? Buffer.from(node.content).toString()
          : typeof node.content === 'string'
            ? node.content
            : '',
    },
};

const registered = (contact: unknown): boolean =>
  typeof contact === 'object' && contact !== null && 'exists' in contact && contact.exists === true;

function errorIn(node: BinaryNode): { error: string } | null {
  const error = getBinaryNodeChild(node, 'error');
  return error ? { error: error.attrs.code ?? '?' } : null;
}

function textAt(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : null;
}

/** Devices that can be written to: the phone, and companions with a key index. */
function deviceNumbers(parsed: unknown): number[] | null {
  if (typeof parsed !== 'object' || parsed === null || !('deviceList' in parsed)) return null;
  const { deviceList } = parsed;
  if (!Array.isArray(deviceList)) return null;
  return deviceList
    .filter((device: { id: number; keyIndex?: number }) => device.id === 0 || device.keyIndex)
    .map((device: { id: number }) => device.id);
}
