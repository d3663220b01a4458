/**
 * One message to one person that belongs to no list: a test, an operator's answer, the confirmation of a no. It leaves
 * through the same rows and loop as all that is sent.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { CAMPAIGN_TRANSITIONS, type Campaign } from './campaign.ts';
import { layoutOf } from './content.ts';
import type { Address, CampaignStore, NewRecipient, PersonKey, RecipientStore } from './ports.ts';
import { type Outcome, rowId } from './recipient.ts';

/** All that its row says is one text, which the content names as `{text}`. */
export function singleRow(
  row: Pick<NewRecipient, 'written' | 'phone' | 'address' | 'wireId'> & { text: string; line?: number },
): NewRecipient {
  const { text, line = 1, ...rest } = row;
  return { ...rest, line, fields: { text }, skip: null, detail: null };
}

/** Where somebody is reached who has written to us; null where only the number is known, which is looked up. */
export function addressOf({ phone, lid }: PersonKey): Address | null {
  return lid ? { jid: phone ? `${phone}@s.whatsapp.net` : `${lid}@lid`, lid: `${lid}@lid` } : null;
}

/** The same wish has the same id, so that a phone shows it once however often it is made. */
export function wireIdOf(wish: string): string {
  return rowId(createHash('sha256').update(wish).digest('hex').slice(0, 16).toUpperCase());
}

interface Deps {
  readonly campaigns: Pick<CampaignStore, 'step'>;
  readonly recipients: Pick<RecipientStore, 'append' | 'setParts'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Gives a draft its row, and lets it leave. One that a kill has cut before stays a draft, and goes to nobody. */
export async function launch({ campaigns, recipients, clock }: Deps, draft: Campaign, row: NewRecipient) {
  await recipients.setParts(draft.id, layoutOf(draft).length);
  await recipients.append(draft.id, [row]);
  // Whole at last: it may leave from now on.
  const { from, to: state } = CAMPAIGN_TRANSITIONS.start;
  await campaigns.step(draft.id, from, { state, startedAt: clock.now() });
}

/** It is over. One that failed is not among those that went out, so that it may be asked for again at once. */
export function end({ campaigns, clock }: Omit<Deps, 'recipients'>, message: Campaign, outcome: Outcome) {
  const { from, to: state } = CAMPAIGN_TRANSITIONS[outcome.is === 'accepted' ? 'finish' : 'cancel'];
  return campaigns.step(message.id, from, { state, endedAt: clock.now() });
}
