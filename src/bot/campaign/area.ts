/** What every group of a campaign's buttons works with. */
import { Composer } from 'grammy';
import { z } from 'zod';
import type { CampaignId } from '../../queue/campaign.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Cards } from '../card/cards.ts';
import { cardScreen } from '../card/screens.ts';
import { ASKING, cardOf } from '../card/showing.ts';
import { type BotContext, idIn, type Kit, tapped, toast } from '../context.ts';
import { keepPlace } from '../places.ts';
import type { Screen } from '../screen.ts';
import { createSlot, type Slot } from '../slot.ts';

export interface Area {
  readonly kit: Kit;
  readonly cards: Cards;
  readonly composer: Composer<BotContext>;
  /** `campaign:12:action`: runs with the reader's words; what it returns is the toast. */
  on(action: string, handle: (tap: Tap) => Promise<string | undefined>): void;
  /** The message under the tap becomes the campaign's card again. */
  back(ctx: BotContext, id: CampaignId, voice: Voice): Promise<void>;
  /** Shows something in the place of what was tapped; a card there waits until it is asked for again. */
  show(ctx: BotContext, id: CampaignId, face: Screen): Promise<void>;
  /** The tapped message is the campaign's card in this chat. */
  keepHere(ctx: BotContext, id: CampaignId): Promise<void>;
}

/** For which campaign something is asked in a chat. */
export const askedCampaign = (
  { chats }: Pick<Kit, 'chats'>,
  question: 'campaign-name' | 'campaign-when',
): Slot<CampaignId> => createSlot(chats, question, z.custom<CampaignId>(Number.isSafeInteger));

export interface Tap {
  readonly ctx: BotContext;
  readonly id: CampaignId;
  readonly voice: Voice;
  /** What stands behind the action, if its pattern has a group for it. */
  readonly value: string;
}

export function createArea(kit: Kit, cards: Cards): Area {
  const { control, outbox, progress, chats, clock } = kit;
  const composer = new Composer<BotContext>();
  const chatOf = (ctx: BotContext) => ctx.from?.id ?? 0;
  return {
    kit,
    cards,
    composer,
    on(action, handle) {
      composer.callbackQuery(new RegExp(`^campaign:(\\d+):${action}$`), async (ctx) => {
        const id = idIn<CampaignId>(ctx);
        const voice = await kit.voiceOf(ctx.from.id);
        if (!(await control.campaign(id))) return toast(ctx, voice.t('guard-old'));
        await toast(ctx, await handle({ ctx, id, voice, value: ctx.match[2] ?? '' }));
      });
    },
    async back(ctx, id, voice) {
      const view = await progress.card(id);
      if (!view) return;
      const face = cardScreen(voice, view, kit.link.state(), clock.now());
      await outbox.edit(chatOf(ctx), tapped(ctx), face, { answer: true });
      const place = await chats.card(chatOf(ctx), cardOf(id));
      if (place?.messageId === tapped(ctx)) await chats.keep({ ...place, drawn: '' });
      cards.poke(id, true);
    },
    async show(ctx, id, face) {
      const place = await chats.card(chatOf(ctx), cardOf(id));
      if (place?.messageId === tapped(ctx)) await chats.keep({ ...place, drawn: ASKING });
      const edited = await outbox.edit(chatOf(ctx), tapped(ctx), face, { answer: true });
      if (edited === 'gone') await outbox.send(chatOf(ctx), face, { answer: true });
    },
    keepHere: (ctx, id) => keepPlace(kit, { chat: chatOf(ctx), what: cardOf(id), message: tapped(ctx) }),
  };
}
