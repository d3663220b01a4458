/**
 * What people write to us: opt-outs at once and for ever, answers to the operators. Works from the inbox, and
 * may be given the same message again after any kill: nothing happens twice.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign, CampaignId } from './campaign.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { CampaignStore, IncomingMessage, OptOut, PeopleStore, RecipientStore } from './ports.ts';
import type { QueueEvent } from './progress.ts';
import { classify } from './words.ts';

export interface People {
  /** Handles messages in their order; resolves when all that follows from them is in the store. */
  receive(messages: readonly IncomingMessage[]): Promise<void>;
  /** An operator's word. Null when the person was on the list already. */
  optOut(phone: PhoneNumber): Promise<OptOut | null>;
  optIn(phone: PhoneNumber): Promise<boolean>;
  optOuts(page: { before?: number; limit: number }): Promise<{ total: number; entries: OptOut[] }>;
}

export function createPeople(deps: {
  account: AccountId;
  people: PeopleStore;
  campaigns: Pick<CampaignStore, 'create' | 'list'>;
  recipients: Pick<RecipientStore, 'append' | 'find' | 'resolve'>;
  /** The polite sentence that confirms an opt-out, in the language of its word. */
  confirmation: (language: 'es' | 'en' | 'pt') => string;
  /** Opt-out words of the installation's own. */
  words: () => readonly string[];
  emit: (event: QueueEvent) => void;
  /** Rows that wait for no turn were added. */
  poke: () => void;
  clock: Clock;
  log: Logger;
}): People {
  const { account, people, clock, log } = deps;

  async function receiveOne(message: IncomingMessage) {
    const { phone, lid } = message.person;
    if (phone && lid) await people.join(account, phone, lid);
    const meaning = classify(message.text ?? '', deps.words());
    if (meaning.is === 'opt-out') return sayNo(message, meaning.word, meaning.language);
    if (meaning.is === 'opt-in') await people.optIn(account, message.person, message.at);
    const reply = await people.addReply(account, {
      key: message.key,
      person: message.person,
      at: message.at,
      name: message.pushName,
      text: message.text,
      kind: message.kind,
    });
    if (!reply) return;
    const since = reply.campaignId
      ? await people.replies(account, { campaignId: reply.campaignId, limit: 2 })
      : [];
    deps.emit({ type: 'reply', reply, first: since.length === 1 });
  }

  /**
   * The confirmation is queued before the person is on the list: both are keyed by the message, so a kill in
   * between repeats both without effect. It alone passes the opt-out check.
   */
  async function sayNo(message: IncomingMessage, word: string, language: 'es' | 'en' | 'pt') {
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

  async function confirm(message: IncomingMessage, language: 'es' | 'en' | 'pt') {
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
    optOut: (phone) =>
      people.optOut(account, {
        person: { phone, lid: null },
        at: clock.now(),
        source: 'operator',
        word: null,
      }),
    optIn: (phone) => people.optIn(account, { phone, lid: null }, clock.now()),
    optOuts: (page) => people.optOuts(account, page),
  };
}
