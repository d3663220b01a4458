/** The polite sentence that confirms a no: once a message, however often it is handled. */
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign } from './campaign.ts';
import type { CampaignStore, IncomingMessage, RecipientStore } from './ports.ts';
import { addressOf, singleRow, wireIdOf } from './single.ts';
import type { Language } from './words.ts';

export interface ConfirmationDeps {
  readonly account: AccountId;
  readonly campaigns: Pick<CampaignStore, 'create' | 'list'>;
  readonly recipients: Pick<RecipientStore, 'append'>;
  /** The sentence, in the language of the word that was written. */
  readonly confirmation: (language: Language) => string;
  readonly clock: Clock;
}

/** Returns what queues the confirmation of a message; its row and id are made of the message's key. */
export function createConfirmation(deps: ConfirmationDeps) {
  const { account, campaigns, clock } = deps;

  /** The hidden campaign that all confirmations of the account belong to. */
  async function confirmations(): Promise<Campaign> {
    const { campaigns: running } = await campaigns.list({
      accountId: account,
      kinds: ['confirmation'],
      states: ['running'],
      limit: 1,
    });
    return (
      running[0] ??
      campaigns.create({
        ...{ accountId: account, kind: 'confirmation', state: 'running', name: 'confirmation' },
        ...{ createdBy: 0, createdByName: '', at: clock.now() },
        content: { text: '{text}', media: [] },
        footer: false,
      })
    );
  }

  return async ({ key, person }: IncomingMessage, language: Language): Promise<void> => {
    const { id } = await confirmations();
    const wireId = wireIdOf(key);
    const row = singleRow({
      line: Number.parseInt(wireId.slice(4, 16), 16),
      written: person.phone ?? '',
      phone: person.phone,
      address: addressOf(person),
      text: deps.confirmation(language),
      wireId,
    });
    await deps.recipients.append(id, [row]);
  };
}
