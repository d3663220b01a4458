/**
 * What people write to us: opt-outs at once and for ever, answers to the operators. Works from the inbox, and
 * may be given the same message again after any kill: nothing happens twice.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign, CampaignId } from './campaign.ts';
import type {
  CampaignStore,
  Doubt,
  DoubtAbout,
  DoubtStore,
  IncomingMessage,
  OptOut,
  PeopleStore,
  Person,
  PersonKey,
  RecipientStore,
} from './ports.ts';
import type { QueueEvent } from './progress.ts';
import { classify, type Language } from './words.ts';

export interface People {
  /** Handles messages in their order; resolves when all that follows from them is in the store. */
  receive(messages: readonly IncomingMessage[]): Promise<void>;
  /** An operator's word. Null when the person was on the list already. */
  optOut(person: PersonKey, by: string): Promise<OptOut | null>;
  /** False when the person wasn't on the list. */
  optIn(person: PersonKey, by: string): Promise<boolean>;
  listed(person: PersonKey): Promise<boolean>;
  optOuts(page: { before?: number; limit: number }): Promise<{ total: number; entries: OptOut[] }>;
  /** A number that was known may be another one's by now: no campaign writes to it until somebody decides. */
  identityChanged(person: PersonKey): Promise<void>;
  /** Who waits for a decision. */
  doubts(filter: { about?: DoubtAbout; limit: number }): Promise<{ total: number; doubts: Doubt[] }>;
  doubt(person: PersonKey): Promise<DoubtAbout | null>;
  /** `keep`: campaigns may write as before, those that go on do; `out`: never again. False when nothing waited. */
  decide(person: PersonKey, decision: 'keep' | 'out', by: string): Promise<boolean>;
  /** By the name that buttons use; null when nobody has it. */
  person(ref: string): Promise<Person | null>;
  named(person: PersonKey): Promise<Person>;
}

export function createPeople(deps: {
  account: AccountId;
  people: PeopleStore;
  doubts: DoubtStore;
  campaigns: Pick<CampaignStore, 'create' | 'list'>;
  recipients: Pick<RecipientStore, 'append' | 'find' | 'resolve'>;
  /** The polite sentence that confirms an opt-out, in the language of its word. */
  confirmation: (language: Language) => string;
  /** Opt-out words of the installation's own. */
  words: () => readonly string[];
  /** Of those words, and so of the sentence that confirms them. */
  language: () => Language;
  emit: (event: QueueEvent) => void;
  /** Rows that wait for no turn were added. */
  poke: () => void;
  clock: Clock;
  log: Logger;
}): People {
  const { account, people, doubts, clock, log } = deps;

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
    if (!(await people.listed(account, message.person))) await confirm(message, language);
    const entry = await people.optOut(account, {
      person: message.person,
      at: message.at,
      source: 'message',
      word,
    });
    if (!entry) return;
    log.info({ event: 'opted-out', id: entry.id });
    deps.emit({ type: 'opted-out', optOut: entry, campaignId: null });
    deps.poke();
  }

  async function confirm(message: IncomingMessage, language: Language) {
    const campaign = await confirmations();
    const digest = createHash('sha256').update(message.key).digest('hex');
    const wireId = `3EB0${digest.slice(0, 16).toUpperCase()}`;
    const { phone, lid } = message.person;
    await deps.recipients.append(campaign.id, [
      {
        line: Number.parseInt(digest.slice(0, 12), 16),
        written: phone ?? '',
        phone,
        fields: { text: deps.confirmation(language) },
        skip: null,
        detail: null,
        wireId,
      },
    ]);
    if (!lid) return;
    const rows = await deps.recipients.find([wireId]);
    const address = { jid: phone ? `${phone}@s.whatsapp.net` : `${lid}@lid`, lid: `${lid}@lid` };
    await deps.recipients.resolve(
      rows.map((row) => ({ id: row.id, address })),
      clock.now(),
    );
  }

  /** The hidden campaign that all confirmations of the account belong to. */
  async function confirmations(): Promise<Pick<Campaign, 'id'> & { id: CampaignId }> {
    const { campaigns } = await deps.campaigns.list({
      accountId: account,
      kinds: ['confirmation'],
      states: ['running'],
      limit: 1,
    });
    return (
      campaigns[0] ??
      deps.campaigns.create({
        accountId: account,
        kind: 'confirmation',
        state: 'running',
        name: 'confirmation',
        createdBy: 0,
        createdByName: '',
        at: clock.now(),
        content: { text: '{text}', media: [] },
        footer: false,
      })
    );
  }

  return {
    async receive(messages) {
      for (const message of messages) await receiveOne(message);
    },
    async optOut(person, by) {
      const entry = { person, at: clock.now(), source: 'operator', word: null, by } as const;
      const added = await people.optOut(account, entry);
      if (added) deps.emit({ type: 'opted-out', optOut: added, campaignId: null });
      return added;
    },
    optIn: (person, by) => people.optIn(account, person, clock.now(), by),
    listed: (person) => people.listed(account, person),
    optOuts: (page) => people.optOuts(account, page),
    async identityChanged(person) {
      const at = clock.now();
      const key = `identity ${person.phone ?? ''} ${person.lid ?? ''} ${at}`;
      // One question at a time about one person; a no stays whoever has the number now.
      if (await people.listed(account, person)) return;
      if ((await doubts.about(account, person)) === 'identity') return;
      if (!(await doubts.raise(account, { person, about: 'identity', key, at }))) return;
      log.warn({ event: 'identity-changed' });
      deps.emit({ type: 'doubt' });
    },
    doubts: (filter) => doubts.open(account, filter),
    doubt: (person) => doubts.about(account, person),
    async decide(person, decision, by) {
      const at = clock.now();
      if (decision === 'out')
        return (await people.optOut(account, { person, at, source: 'operator', word: null, by })) !== null;
      const decided = await doubts.decide(account, person, 'keep', at);
      if (decided) deps.poke();
      return decided;
    },
    person: (ref) => people.person(account, ref),
    named: (person) => people.named(account, person),
  };
}
