/** What is behind the draft's link is looked up beside the chat: the screen that shows it is drawn again when it is known. */
import type { Campaign } from '../../queue/campaign.ts';
import { isUnseen } from '../../queue/links/link.ts';
import type { Kit } from '../context.ts';
import type { Screen } from '../screen.ts';

/** `draw` makes the same screen again; it is shown unless something else was shown since. */
export type Follow = (draft: Campaign, draw: (draft: Campaign) => Promise<Screen>) => void;

/** How long a page and its picture may take, and how often it is asked whether they have come. */
const LINK = { patience: 12_000, look: 400 };

export function createFollow(
  { control, clock, log }: Kit,
  chat: {
    /** How many screens the chat has seen. */
    seen(chat: number): number;
    /** In the place of the draft's latest message, unless more than `seen` screens were shown by then. */
    redraw(chat: number, face: Screen, seen: number): Promise<void>;
  },
): Follow {
  async function wait({ id, createdBy }: Campaign, draw: Parameters<Follow>[1]) {
    const mine = chat.seen(createdBy);
    for (let waited = 0; waited < LINK.patience; waited += LINK.look) {
      await clock.sleep(LINK.look);
      const draft = await control.draft(createdBy);
      if (draft?.id !== id || chat.seen(createdBy) !== mine) return;
      if (draft.content && isUnseen(draft.content)) continue;
      return chat.redraw(createdBy, await draw(draft), mine);
    }
  }

  return (draft, draw) => {
    if (!draft.content || !isUnseen(draft.content)) return;
    wait(draft, draw).catch((error) => log.warn({ event: 'link-redraw', err: error }));
  };
}
