/** Numbers → people, with their devices and sessions on the way: two round trips for up to a hundred of them. */
import type { WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { LookUp, LookUpResult } from '../queue/ports.ts';
import type { Devices } from './devices.ts';
import { phoneOf } from './jid.ts';
import { type Answer, askServer, halving, isRefusal } from './usync.ts';

export interface LookUps {
  /** Asks about people, and makes sure that there are sessions for all that are found. */
  lookUp(sock: WASocket, people: readonly LookUp[]): Promise<LookUpResult[]>;
  /** Another socket: what its server takes in one question is found out again. */
  reset(): void;
}

interface LookUpDeps {
  readonly devices: Devices;
  /** National forms of one person's number, the given one first. */
  readonly variants: (phone: PhoneNumber) => readonly PhoneNumber[];
  /** False: numbers are taken for registered as they are written; for servers that don't answer that question. */
  readonly numberCheck: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createLookUps(deps: LookUpDeps): LookUps {
  const { devices } = deps;
  const question = createQuestion(deps);

  async function lookUp(sock: WASocket, people: readonly LookUp[]): Promise<LookUpResult[]> {
    const forms = new Map(
      people.map(({ phone }) => [phone, deps.numberCheck ? deps.variants(phone) : [phone]]),
    );
    const me = phoneOf(sock.user);
    const numbers = new Set([...forms.values()].flat().map(String));
    if (!devices.ownAreKnown() && me) numbers.add(me);
    const answers = await question.ask(sock, [...numbers]);
    const byNumber = new Map(answers.map((answer) => [answer.asked, answer]));
    const mine = me ? byNumber.get(me)?.devices : null;
    if (mine) devices.learnOwn(mine);
    const results = people.map(({ phone }) =>
      resultOf(
        phone,
        (forms.get(phone) ?? []).map((form) => byNumber.get(form)),
      ),
    );
    for (const { lid, devices: numbers } of answers) if (lid && numbers) devices.learn(lid, numbers);
    const found = results.flatMap((result) => (result.found === true ? [result.address] : []));
    if (found.length > 0) {
      await sock.signalRepository.lidMapping.storeLIDPNMappings(
        found.map(({ lid, jid }) => ({ lid, pn: jid })),
      );
      await devices.reach(
        sock,
        found.map(({ lid }) => lid),
      );
    }
    return results;
  }

  return { lookUp, reset: question.reset };
}

/** Who is behind numbers, in as few questions as this server takes. */
interface Question {
  /** A number that the server chokes on fails alone. */
  ask(sock: WASocket, numbers: readonly string[]): Promise<Answer[]>;
  reset(): void;
}

function createQuestion({ numberCheck, clock, log }: LookUpDeps): Question {
  /** The server takes numbers, LIDs and devices in one question; found out at the first that it refuses. */
  let together = true;

  async function askSome(sock: WASocket, numbers: readonly string[]): Promise<Answer[]> {
    const people = numbers.map((phone) => (numberCheck ? { phone } : { jid: `${phone}@s.whatsapp.net` }));
    if (!together) return askServer(clock, sock, people, { devices: false });
    try {
      return await askServer(clock, sock, people);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const answers = await askServer(clock, sock, people, { devices: false });
      together = false;
      log.warn({ event: 'lookup-apart' });
      return answers;
    }
  }

  /** Who is there but came without a LID is asked for it by JID: without one nobody can be written to. */
  async function withLids(sock: WASocket, answers: readonly Answer[]): Promise<Answer[]> {
    const bare = answers.filter(({ exists, lid, error }) => exists && lid === null && error === null);
    if (bare.length === 0) return [...answers];
    const people = bare.map(({ jid }) => ({ jid }));
    const again = await askServer(clock, sock, people, { devices: false });
    const lids = new Map(again.map(({ jid, lid }) => [jid, lid]));
    return answers.map((answer) => ({ ...answer, lid: answer.lid ?? lids.get(answer.jid) ?? null }));
  }

  return {
    async ask(sock, numbers) {
      const answers = await halving(
        numbers,
        (some) => askSome(sock, some),
        (phone, { message }) => [
          { asked: phone, jid: '', lid: null, exists: false, devices: null, error: message },
        ],
      );
      return withLids(sock, answers);
    },
    reset() {
      together = true;
    },
  };
}

/** Of one person's national forms: the one that is there; of several the one with most devices. */
function resultOf(phone: PhoneNumber, answers: readonly (Answer | undefined)[]): LookUpResult {
  const told = answers.filter((answer) => answer !== undefined);
  const [best] = told
    .filter(({ exists, error }) => exists && error === null)
    .sort((a, b) => Number(b.lid !== null) - Number(a.lid !== null) || devicesOf(b) - devicesOf(a));
  if (best?.lid) return { phone, found: true, address: { jid: best.jid, lid: best.lid } };
  if (best) return { phone, found: 'error', code: 'no-lid' };
  const failed = told.find(({ error }) => error !== null);
  if (failed || told.length === 0) return { phone, found: 'error', code: failed?.error ?? 'no-answer' };
  return { phone, found: false };
}

const devicesOf = ({ devices }: Answer) => devices?.length ?? 0;
