import type { CampaignId } from '../campaign.ts';
import type { RecipientStore } from '../ports.ts';

/**
 * Leaves out everybody who has said no since the list was read; returns how many. The write of each stanza asks
 * again: this is for figures that are right before the first one.
 */
export async function dropAllOptedOut(
  recipients: Pick<RecipientStore, 'dropOptedOut'>,
  id: CampaignId,
  at: number,
): Promise<number> {
  let sum = 0;
  for (let after: number | null = -1; after !== null; ) {
    const { dropped, last } = await recipients.dropOptedOut(id, after, at);
    sum += dropped;
    after = last;
  }
  return sum;
}
