/** `ops:invite`, `ops:invitation:…`, `ops:revoke:…`: links that let one person in, and who came in by one. */
import { INVITATION_LIFE, isAdmin, MOST_INVITATIONS } from '../../team/team.ts';
import { offerCommands } from '../commands.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { showInPlace } from '../places.ts';
import type { Area } from './area.ts';
import { invitationScreen, joinedScreen, welcomeScreen } from './screens.ts';

export function addInvitations({ kit, on, list }: Area) {
  const { team, clock, dice } = kit;

  on('ops:invite', async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    const now = clock.now();
    if ((await team.invitations(now)).length >= MOST_INVITATIONS) return voice.t('ops-many');
    const invitation = { code: dice.id(16), createdBy: actorOf(ctx).id, expiresAt: now + INVITATION_LIFE };
    await team.invite(invitation);
    await kit.record(ctx, 'member-invited');
    await showInPlace(kit, ctx, invitationScreen(voice, invitation, ctx.me.username, now));
    return undefined;
  });
  on(/^ops:invitation:(\w{1,40})$/, async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    const now = clock.now();
    const open = (await team.invitations(now)).find(({ code }) => code === ctx.match[1]);
    if (!open) {
      await list(ctx);
      return voice.t('ops-used');
    }
    await showInPlace(kit, ctx, invitationScreen(voice, open, ctx.me.username, now));
    return undefined;
  });
  on(/^ops:revoke:(\w{1,40})$/, async (ctx) => {
    const revoked = await team.revoke(ctx.match[1] ?? '');
    if (revoked) await kit.record(ctx, 'invitation-revoked');
    await list(ctx);
    return (await kit.voiceOf(ctx.chat?.id ?? 0)).t(revoked ? 'ops-revoked' : 'ops-used');
  });
}

/** Welcomes who has come in by an invitation, and tells the admins. */
export async function tellJoined(kit: Kit, ctx: BotContext, invitedBy: number): Promise<void> {
  const { team, outbox } = kit;
  const { id, name } = actorOf(ctx);
  const members = await team.members();
  const joined = members.find((member) => member.id === id);
  if (!joined) return;
  await outbox.send(id, welcomeScreen(kit.voice(joined), name), { answer: true });
  await offerCommands(kit, id);
  const by = members.find((member) => member.id === invitedBy)?.name ?? String(invitedBy);
  for (const member of members)
    if (!member.blocked && isAdmin(kit.admins, member))
      await outbox.send(member.id, joinedScreen(kit.voice(member), joined, by), { loud: true });
}
