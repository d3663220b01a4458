/** `/operators`: who is in the team, invitations, removal at once, and the record of what was done. */
import type { Composer } from 'grammy';
import { typed } from '../commands.ts';
import type { BotContext, Kit } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { createArea } from './area.ts';
import { addInvitations, tellJoined } from './invitations.ts';
import { addMembers } from './members.ts';
import { addRecord } from './record.ts';

export interface OpsArea {
  readonly composer: Composer<BotContext>;
  /** Somebody has come in by an invitation: welcomes them, and tells the admins. */
  joined(ctx: BotContext, invitedBy: number): Promise<void>;
}

/** `dismissed` frees what else a chat held: codes on its screen. */
export function createOps(kit: Kit, dismissed: (chat: number) => Promise<void>): OpsArea {
  const area = createArea(kit);
  const { composer, on, list } = area;
  composer.command(typed('operators'), async (ctx) => {
    if (await adminsOnly(kit, ctx)) await list(ctx);
  });
  on('ops:show', async (ctx) => {
    await list(ctx);
    return undefined;
  });
  on(/^ops:page:(\d{1,3})$/, async (ctx) => {
    await list(ctx, Math.max(1, Number(ctx.match[1])));
    return undefined;
  });
  addInvitations(area);
  addMembers(area, dismissed);
  addRecord(area);
  return { composer, joined: (ctx, invitedBy) => tellJoined(kit, ctx, invitedBy) };
}
