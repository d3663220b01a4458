/** Who may use the bot: operators, in a private chat, each update once. */
import { Composer } from 'grammy';
import type { Member } from '../team/team.ts';
import { type BotContext, isAdmin, type Kit, plainName, toast } from './context.ts';
import { screen } from './screen.ts';

/** What a deep link brings: the first admin's claim, or an invitation. */
const CODE = /^\/start (claim|inv)_([A-Za-z0-9]{1,64})$/;
/** Wrong codes of one person that are answered. */
const MOST_ANSWERED = 5;

export interface Arrivals {
  /** The first admin has claimed the bot. */
  claimed(ctx: BotContext): Promise<void>;
  /** Somebody came in by an invitation of that member. */
  joined(ctx: BotContext, invitedBy: number): Promise<void>;
  /** Somebody came, or came back. */
  arrived(): void;
}

export function createGuard(kit: Kit, arrivals: Arrivals): Composer<BotContext> {
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
    if (ctx.chat && ctx.chat.type !== 'private') return refuseGroup(kit, ctx);
    if (ctx.myChatMember) return blockChanged(kit, ctx);
    if (ctx.chat) await next();
  });

  guard.use(async (ctx, next) => {
    const id = ctx.from?.id;
    if (id === undefined) return;
    const [, kind, code] = CODE.exec(ctx.message?.text ?? '') ?? [];
    if (kind && code && (await enter(kit, ctx, arrivals, kind, code))) return;
    let member = await kit.team.member(id);
    const known = member !== null && !member.blocked;
    if (!member && kit.admins.includes(id)) member = await admit(kit, ctx, true);
    if (!member) return stranger(kit, ctx, id);
    kit.idle.touched();
    await kit.team.change(id, {
      lastSeenAt: kit.clock.now(),
      name: plainName(ctx.from?.first_name ?? '') || member.name,
      ...(member.blocked ? { blocked: false } : {}),
    });
    await next();
    if (!known) arrivals.arrived();
  });
  return guard;
}

/** False, and said so, to who may not: by a toast where a button was tapped. */
export async function adminsOnly(kit: Kit, ctx: BotContext): Promise<boolean> {
  const id = ctx.from?.id ?? 0;
  const member = await kit.team.member(id);
  if (member && isAdmin(kit, member)) return true;
  const sentence = (await kit.voiceOf(id)).t('guard-admins');
  if (ctx.callbackQuery) await toast(ctx, sentence);
  else await kit.outbox.send(id, screen([sentence]), { answer: true });
  return false;
}

/** True when the code has been dealt with. A member's old link does nothing: they are in. */
async function enter(
  kit: Kit,
  ctx: BotContext,
  arrivals: Arrivals,
  kind: string,
  code: string,
): Promise<boolean> {
  const { id = 0, first_name: first = '', language_code: language } = ctx.from ?? {};
  if (kind === 'claim' && kit.claim(code)) {
    await admit(kit, ctx, false);
    await arrivals.claimed(ctx);
    return true;
  }
  if ((await kit.team.member(id)) || kit.admins.includes(id)) return false;
  if (kind === 'inv') {
    const spoken = kit.voice(null, language).language;
    const person = { id, name: plainName(first), language: spoken };
    const invitation = await kit.team.accept(code, person, kit.clock.now());
    if (invitation) {
      await kit.record(ctx, 'member-joined', { detail: String(invitation.createdBy) });
      await arrivals.joined(ctx, invitation.createdBy);
      arrivals.arrived();
      return true;
    }
  }
  const key = `refused:${id}`;
  const before = Number((await kit.chats.read(key)) ?? 0);
  if (before < MOST_ANSWERED) {
    await kit.chats.write(key, before + 1);
    await ctx.reply(
      kit.voice(null, language).t(kind === 'inv' ? 'guard-invitation-used' : 'menu-claim-used'),
    );
  }
  return true;
}

/** Makes the person behind an update an admin; `listed`: only for as long as the settings say so. */
async function admit(kit: Kit, ctx: BotContext, listed: boolean): Promise<Member> {
  const { id = 0, first_name: first = '', language_code: code } = ctx.from ?? {};
  const role = listed ? 'operator' : 'admin';
  const member = await kit.team.put({ id, name: plainName(first), role, since: kit.clock.now(), listed });
  await kit.record(ctx, 'member-admin');
  const language = member.language ?? kit.voice(null, code).language;
  return (await kit.team.change(id, { language })) ?? member;
}

/** One polite line, once, then silence. */
async function stranger(kit: Kit, ctx: BotContext, id: number) {
  await toast(ctx);
  const key = `stranger:${id}`;
  if (await kit.chats.read(key)) return;
  await kit.chats.write(key, true);
  kit.log.info({ event: 'stranger' });
  if (ctx.message) await ctx.reply(kit.voice(null, ctx.from?.language_code).t('guard-stranger'));
}

/** O8: once in each group, when the bot is added or asked for something. */
async function refuseGroup(kit: Kit, ctx: BotContext) {
  const added = ctx.myChatMember?.new_chat_member.status;
  const asked = ctx.message?.text?.startsWith('/') || added === 'member' || added === 'administrator';
  if (!ctx.chat || !asked) return;
  const key = `group:${ctx.chat.id}`;
  if (await kit.chats.read(key)) return;
  await kit.chats.write(key, true);
  const voice = kit.voice(null, ctx.from?.language_code);
  const open = { label: voice.t('guard-b-private'), url: `https://t.me/${ctx.me.username}` };
  await kit.outbox
    .send(ctx.chat.id, screen([voice.t('guard-group')], [[open]]), { answer: true })
    .catch(() => undefined);
}

async function blockChanged(kit: Kit, ctx: BotContext) {
  const status = ctx.myChatMember?.new_chat_member.status;
  const id = ctx.from?.id;
  if (id !== undefined && (await kit.team.member(id)))
    await kit.team.change(id, { blocked: status === 'kicked' || status === 'left' });
}
