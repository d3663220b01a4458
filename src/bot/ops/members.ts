/** `ops:1001:show`, `ops:1001:admin`, `ops:1001:remove` …: one member, their role, and the way out. */
import { isAdmin, type Member, whyNot } from '../../team/team.ts';
import { offerCommands } from '../commands.ts';
import type { BotContext, Kit } from '../context.ts';
import { showInPlace } from '../places.ts';
import type { Area } from './area.ts';
import { goneScreen, memberScreen, removeScreen } from './screens.ts';

/** `dismissed` frees what else the chat of somebody who was removed held: codes on its screen. */
export function addMembers({ kit, on, list }: Area, dismissed: (chat: number) => Promise<void>) {
  const { team } = kit;
  const voiceFor = (ctx: BotContext) => kit.voiceOf(ctx.chat?.id ?? 0);
  const admin = (member: Member) => isAdmin(kit.admins, member);

  /** A tap about a member, who may be gone by now. */
  const onMember = (
    action: string,
    handle: (ctx: BotContext, member: Member) => Promise<string | undefined>,
  ) =>
    on(new RegExp(`^ops:(\\d{1,15}):${action}$`), async (ctx) => {
      const member = await team.member(Number(ctx.match[1]));
      if (member) return handle(ctx, member);
      await list(ctx);
      return (await voiceFor(ctx)).t('ops-is-gone');
    });

  async function show(ctx: BotContext, before: Member): Promise<undefined> {
    const member = (await team.member(before.id)) ?? before;
    const refusal = whyNot(member, await team.members(), kit.admins);
    const face = memberScreen(
      await voiceFor(ctx),
      { member, admin: admin(member), refusal },
      kit.clock.now(),
    );
    await showInPlace(kit, ctx, face);
  }

  /** Does it unless the person must stay as they are, which is said. */
  async function unlessRefused(ctx: BotContext, member: Member, act: () => Promise<void>) {
    const refusal = whyNot(member, await team.members(), kit.admins);
    await (refusal ? show(ctx, member) : act());
    return refusal ? (await voiceFor(ctx)).t(`ops-${refusal}`).split('\n')[0] : undefined;
  }

  async function changeRole(ctx: BotContext, member: Member, role: Member['role']) {
    await team.change(member.id, { role });
    await kit.record(ctx, role === 'admin' ? 'member-promoted' : 'member-demoted', { detail: member.name });
    await offerCommands(kit, member.id);
  }

  onMember('show', show);
  onMember('admin', async (ctx, member) => {
    if (!admin(member)) await changeRole(ctx, member, 'admin');
    return show(ctx, member);
  });
  onMember('operator', (ctx, member) =>
    unlessRefused(ctx, member, async () => {
      if (admin(member)) await changeRole(ctx, member, 'operator');
      await show(ctx, member);
    }),
  );
  onMember('remove', (ctx, member) =>
    unlessRefused(ctx, member, async () => showInPlace(kit, ctx, removeScreen(await voiceFor(ctx), member))),
  );
  onMember('remove:yes', (ctx, member) =>
    unlessRefused(ctx, member, async () => {
      await dismiss(kit, ctx, member, dismissed);
      await list(ctx);
    }),
  );
}

/** From the first line on nothing that this person taps or types does anything. The rest tidies up. */
async function dismiss(
  kit: Kit,
  ctx: BotContext,
  member: Member,
  dismissed: (chat: number) => Promise<void>,
): Promise<void> {
  const { team, outbox, chats } = kit;
  const shown = await team.remove(member.id);
  await kit.record(ctx, 'member-removed', { detail: member.name });
  const voice = kit.voice(member);
  for (const { messageId } of shown) {
    await outbox.unpin(member.id, messageId);
    if ((await outbox.edit(member.id, messageId, goneScreen(voice))) === 'gone')
      await outbox.remove(member.id, messageId);
  }
  await dismissed(member.id);
  await kit.control.discard({ id: member.id, name: member.name });
  // It is told once; what comes after that is a stranger's, who has been told.
  await chats.write(`stranger:${member.id}`, true);
  if (!member.blocked) await outbox.send(member.id, goneScreen(voice));
  await offerCommands(kit, member.id);
}
