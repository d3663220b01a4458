/**
 * What people write to us: opt-outs at once and for ever, answers to the operators. Works from the inbox, and
 * may be given the same message again after any kill: nothing happens twice.
 */
import type { Logger } from 'pino';
import { type ConfirmationDeps, createConfirmation } from './confirmation.ts';
import type { QueueEvent } from './events.ts';
import type { DoubtStore, IncomingMessage, PeopleStore } from './ports.ts';
import { classify, type Language } from './words.ts';

export interface IncomingDeps extends ConfirmationDeps {
  readonly people: PeopleStore;
  readonly doubts: DoubtStore;
  /** Opt-out words of the installation's own. */
  readonly words: () => readonly string[];
  /** Of those words, and so of the sentence that confirms them. */
  readonly language: () => Language;
  readonly emit: (event: QueueEvent) => void;
  /** Rows that wait for no turn were added. */
  readonly poke: () => void;
  readonly log: Logger;
}

/** Returns what handles messages in their order; it resolves when all that follows from them is in the store. */
export function createIncoming(deps: IncomingDeps): (messages: readonly IncomingMessage[]) => Promise<void> {
  const { account, people, doubts, log } = deps;
  const confirm = createConfirmation(deps);

  async function receiveOne(message: IncomingMessage) {
    const { phone, lid } = message.person;
    const meaning = classify(message.text ?? '', deps.words(), deps.language());
    // Keeping an answer joins number and LID by itself; before a yes or a no all must be known of who says it.
    if (meaning.is !== 'other' && phone && lid) await people.join(account, phone, lid, message.at);
    if (meaning.is === 'opt-out') return sayNo(message, meaning.word, meaning.language);
    if (meaning.is === 'opt-in') await sayYes(message);
    if (meaning.is === 'probable-opt-out') await perhapsNo(message);
    const { key, person, at, pushName: name, text, kind } = message;
    const reply = await people.addReply(account, { key, person, at, name, text, kind });
    if (reply) deps.emit({ type: 'reply', reply });
  }

  /** Nobody is written to who may have said no, until somebody has read it. */
  async function perhapsNo({ key, person, at }: IncomingMessage) {
    if (await people.listed(account, person)) return;
    if (await doubts.raise(account, { person, about: 'opt-out', key, at }))
      log.info({ event: 'probable-opt-out' });
  }

  async function sayYes({ person, at }: IncomingMessage) {
    await people.optIn(account, person, at);
    if (await doubts.decide(account, person, 'keep', at)) deps.poke();
  }

  /**
   * The confirmation is queued before the person is on the list: both are keyed by the message, so a kill in
   * between repeats both without effect. It alone passes the opt-out check.
   */
  async function sayNo(message: IncomingMessage, word: string, language: Language) {
    const { person, at } = message;
    if (!(await people.listed(account, person))) await confirm(message, language);
    const entry = await people.optOut(account, { person, at, source: 'message', word });
    if (!entry) return;
    log.info({ event: 'opted-out', id: entry.id });
    deps.emit({ type: 'opted-out', optOut: entry, campaignId: null });
    deps.poke();
  }

  return async (messages) => {
    for (const message of messages) await receiveOne(message);
  };
}
