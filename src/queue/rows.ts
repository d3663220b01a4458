/** A campaign's rows, however many: some at a time, and others have their turn in between. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { CampaignId } from './campaign.ts';
import type { Recipient, RecipientStore } from './ports.ts';

type Filter = Partial<Omit<Parameters<RecipientStore['page']>[1], 'limit'>>;

const PAGE = 1000;

/** Rows in list order, from the beginning or below line `after`. */
export async function* rowsOf(
  recipients: Pick<RecipientStore, 'page'>,
  campaign: CampaignId,
  { after = -1, ...which }: Filter = {},
): AsyncIterable<Recipient> {
  for (let last: number | undefined = after; last !== undefined; ) {
    const rows: Recipient[] = await recipients.page(campaign, { ...which, after: last, limit: PAGE });
    yield* rows;
    last = rows.at(-1)?.line;
    await breathe();
  }
}

/** For what the store does with some thousand rows below a line: `look` returns the last line it saw, null at the end. */
export async function inStretches(look: (after: number) => Promise<number | null>): Promise<void> {
  for (let after: number | null = -1; after !== null; ) {
    after = await look(after);
    await breathe();
  }
}
