import type { CampaignId } from './campaign.ts';

const MOST_KNOWN = 100;

/**
 * Remembers what was measured for each draft, as long as it is `of` the same. What is lost, or went wrong, is measured
 * again.
 */
export function createMeasured<Found>() {
  const known = new Map<CampaignId, { of: string; found: Promise<Found> }>();
  return (id: CampaignId, of: string, measure: () => Promise<Found>): Promise<Found> => {
    const before = known.get(id);
    if (before?.of === of) return before.found;
    if (known.size >= MOST_KNOWN) known.clear();
    const found = measure();
    known.set(id, { of, found });
    found.catch(() => known.delete(id));
    return found;
  };
}
