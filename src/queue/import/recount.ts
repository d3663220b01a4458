/** The sums of a list whose file has changed, without a campaign to read it into. */
import type { Dice } from '../../clock.ts';
import type { AccountId, CampaignId, ListSource } from '../campaign.ts';
import type { PeopleStore } from '../ports.ts';
import { importList } from './import.ts';
import { NO_ROWS } from './tally.ts';

/** Nobody's: what is read here is stored nowhere. */
const NO_CAMPAIGN = 0 as CampaignId;
const NOWHERE = { append: async () => undefined, lines: async () => [], refill: async () => undefined };

/** The list as reading its file anew makes it; with nobody in it, where nobody is left. Throws where the file is gone. */
export async function recount(
  list: ListSource,
  deps: { account: AccountId; people: Pick<PeopleStore, 'refused'>; dice: Dice },
): Promise<ListSource> {
  const { name, path, column, country, rows, withHidden, mended, origin } = list;
  const read = await importList(
    {
      ...{ campaignId: NO_CAMPAIGN, accountId: deps.account, path, name, country },
      ...(column >= 0 ? { column } : {}),
      ...(rows ? { rows } : {}),
      ...(withHidden ? { withHidden } : {}),
      ...(mended ? { mended } : {}),
      ...(origin?.is === 'sheet' ? { sheet: origin.sheet } : {}),
      ...(origin?.is === 'pasted' ? { pasted: { added: origin.added } } : {}),
    },
    { people: deps.people, recipients: NOWHERE, join: (values) => values.join(', '), dice: deps.dice },
  );
  return read.ok ? read.list : { ...list, summary: NO_ROWS };
}
