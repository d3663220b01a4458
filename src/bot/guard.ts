/** Who may use the bot: operators, in a private chat, each update once. */
import { Composer } from 'grammy';
import type { BotContext, Kit } from './context.ts';
import { screen } from './screen.ts';

const CLAIM = /^\/start claim_([A-Za-z0-9]+)$/;

/** `claimed` welcomes the first admin; `arrived` is told of everybody who came, or came back. */
export function createGuard(
  kit: Kit,
  claimed: (ctx: BotContext) => Promise<void>,
  arrived: () => void,
): Composer<BotContext> {
  const guard = new Composer<BotContext>();

  guard.use(async (ctx, next) => {
    const { update_id: id } = ctx.update;
    if (!(await kit.chats.begin(id, kit.clock.now()))) return;
    // Cut by a kill it comes again; an error has been told, and would come again too.
    await next().finally(() => kit.chats.done(id));
  });

  guard.use(async (ctx, next) => {
    const service = ctx.message?.pinned_message;
    if (service && ctx.chat) {
      // A pin tells itself in the chat; it says nothing that the card doesn't.
      await kit.outbox.remove(ctx.chat.id, ctx.message.message_id);
      return;
    }
    if (ctx.myChatMember) return blockChanged(kit, ctx);
    if (ctx.chat && ctx.chat.type !== 'private') return refuseGroup(kit, ctx);
    if (ctx.chat) await next();
  });

  guard.use(async (ctx, next) => {
    const id = ctx.from?.id;
    if (id === undefined) return;
    const code = CLAIM.exec(ctx.message?.text ?? '')?.[1];
    if (code) {
      if (kit.claim(code)) {
        await admit(kit, ctx, 'admin');
        return claimed(ctx);
      }
      const text = kit.voice(null, ctx.from?.language_code).t('menu-claim-used');
      if (!(await kit.team.member(id))) return void (await ctx.reply(text));
    }
    let member = await kit.team.member(id);
    const known = member !== null && !member.blocked;
    if (!member && kit.admins.includes(id)) member = await admit(kit, ctx, 'admin');
    if (!member) return stranger(kit, ctx, id);
    kit.idle.touched();
    await kit.team.change(id, { lastSeenAt: kit.clock.now(), ...(member.blocked ? { blocked: false } : {}) });
    await next();
    if (!known) arrived();
  });
  return guard;
}

async function admit(kit: Kit, ctx: BotContext, role: 'admin' | 'operator') {
  const { id = 0, first_name: name = '', language_code: code } = ctx.from ?? {};
  const member = await kit.team.put({ id, name, role, since: kit.clock.now() });
  await kit.team.note({
    at: kit.clock.now(),
    operatorId: id,
    name,
    what: `member-${role}`,
    campaignId: null,
    detail: null,
  });
  return (
    (await kit.team.change(id, { language: member.language ?? kit.voice(null, code).language })) ?? member
  );
}

/** One polite line, once, then silence. */
async function stranger(kit: Kit, ctx: BotContext, id: number) {
  const key = `stranger:${id}`;
  if (await kit.chats.read(key)) return;
  await kit.chats.write(key, true);
  kit.log.info({ event: 'stranger' });
  if (ctx.message) await ctx.reply(kit.voice(null, ctx.from?.language_code).t('guard-stranger'));
}

async function refuseGroup(kit: Kit, ctx: BotContext) {
  if (!ctx.message?.text?.startsWith('/')) return;
  const voice = kit.voice(null, ctx.from?.language_code);
  const { text } = screen([voice.t('guard-group')]);
  await ctx.reply(text).catch(() => undefined);
}

async function blockChanged(kit: Kit, ctx: BotContext) {
  const status = ctx.myChatMember?.new_chat_member.status;
  const id = ctx.from?.id;
  if (id !== undefined && (await kit.team.member(id)))
    await kit.team.change(id, { blocked: status === 'kicked' || status === 'left' });
}
