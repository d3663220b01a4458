/** What every group of the draft's buttons works with. */
import { Composer } from 'grammy';
import type { Campaign } from '../../queue/campaign.ts';
import { type BotContext, type Kit, type TapContext, tapped, toast } from '../context.ts';
import { type Contents, createContents } from './content.ts';
import { createLists, type Lists } from './list.ts';
import { createPasted, type Pasted } from './pasted.ts';
import { createStage, type Stage } from './stage.ts';

export interface Area {
  readonly kit: Kit;
  readonly stage: Stage;
  readonly lists: Lists;
  readonly contents: Contents;
  readonly pasted: Pasted;
  readonly composer: Composer<BotContext>;
  /** Runs on the draft's latest message only; older ones show the current screen. */
  on(payload: string | RegExp, handle: (ctx: TapContext, draft: Campaign) => Promise<void>): void;
  /** Refuses a button of old, and shows what the draft needs now. */
  old(ctx: TapContext): Promise<void>;
}

export function createArea(kit: Kit): Area {
  const stage = createStage(kit);
  const pasted = createPasted(kit);
  const lists = createLists(kit, stage, pasted);
  const contents = createContents(kit, stage, lists);
  const composer = new Composer<BotContext>();
  const old: Area['old'] = async (ctx) => {
    const chat = ctx.from?.id ?? 0;
    await toast(ctx, (await kit.voiceOf(chat)).t('guard-old'));
    await stage.show(chat, await stage.current(chat));
  };
  const on: Area['on'] = (payload, handle) => {
    composer.callbackQuery(payload, async (ctx) => {
      const draft = await kit.control.draft(ctx.from.id);
      if (draft && (await stage.isLatest(ctx.from.id, tapped(ctx)))) return handle(ctx, draft);
      return old(ctx);
    });
  };
  return { kit, stage, lists, contents, pasted, composer, on, old };
}
