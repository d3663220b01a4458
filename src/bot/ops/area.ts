/** What every group of the team's buttons works with. */
import { Composer } from 'grammy';
import { type BotContext, type Kit, type TapContext, toast } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { showInPlace } from '../places.ts';
import { teamScreen } from './screens.ts';

export interface Area {
  readonly kit: Kit;
  readonly composer: Composer<BotContext>;
  /** A tap by an admin; the answer to it is a toast when `handle` returns one. */
  on(payload: string | RegExp, handle: (ctx: TapContext) => Promise<string | undefined>): void;
  /** Who is in the team, and who may come in. */
  list(ctx: BotContext, page?: number): Promise<void>;
}

export function createArea(kit: Kit): Area {
  const { team, clock } = kit;
  const composer = new Composer<BotContext>();
  return {
    kit,
    composer,
    on(payload, handle) {
      composer.callbackQuery(payload, async (ctx) => {
        if (await adminsOnly(kit, ctx)) await toast(ctx, await handle(ctx));
      });
    },
    async list(ctx, page = 1) {
      const members = await team.members();
      const invitations = await team.invitations(clock.now());
      const view = { members, invitations, listed: kit.admins, page };
      await showInPlace(kit, ctx, teamScreen(await kit.voiceOf(ctx.chat?.id ?? 0), view, clock.now()));
    },
  };
}
