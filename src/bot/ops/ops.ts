/** `/operators`: who is in the team, invitations, removal at once, and the record of what was done. */
import { Composer } from 'grammy';
import { dayOf } from '../../queue/calendar.ts';
import { cell, clockOf } from '../../queue/report.ts';
import { INVITATION_LIFE, isAdmin, type Member, MOST_INVITATIONS, whyNot } from '../../team/team.ts';
import type { Voice } from '../../texts/texts.ts';
import { offerCommands, typed } from '../commands.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { sendCsv } from '../csv.ts';
import { adminsOnly } from '../guard.ts';
import type { Screen } from '../screen.ts';
import {
  auditScreen,
  DEEDS_PAGE,
  deedOf,
  doerOf,
  goneScreen,
  invitationScreen,
  joinedScreen,
  memberScreen,
  removeScreen,
  teamScreen,
  welcomeScreen,
} from './screens.ts';

export interface OpsArea {
  readonly composer: Composer<BotContext>;
  /** Somebody has come in by an invitation: welcomes them, and tells the admins. */
  joined(ctx: BotContext, invitedBy: number): Promise<void>;
}

/** `dismissed` frees what else a chat held: codes on its screen. */
export function createOps(kit: Kit, dismissed: (chat: number) => Promise<void>): OpsArea {
  const { team, outbox, chats, clock, dice } = kit;
  const composer = new Composer<BotContext>();
  const admin = (member: Member) => isAdmin(kit.admins, member);

  /** In place of the message that was tapped; anew where nothing was, or where it is gone. */
  async function show(ctx: BotContext, face: Screen) {
    const chat = ctx.chat?.id ?? 0;
    const place = tapped(ctx);
    if (place && (await outbox.edit(chat, place, face, { answer: true })) === 'done') return;
    await outbox.send(chat, face, { answer: true });
  }

  async function list(ctx: BotContext, page = 1) {
    const view = {
      members: await team.members(),
      invitations: await team.invitations(clock.now()),
      listed: kit.admins,
      page,
    };
    await show(ctx, teamScreen(await kit.voiceOf(ctx.chat?.id ?? 0), view, clock.now()));
  }

  /** A tap by an admin; the answer to it is a toast when `handle` returns one. */
  const on = (
    payload: string | RegExp,
    handle: (ctx: BotContext & { match: string | RegExpMatchArray }) => Promise<unknown>,
  ) =>
    composer.callbackQuery(payload, async (ctx) => {
      if (!(await adminsOnly(kit, ctx))) return;
      const said = await handle(ctx);
      await toast(ctx, typeof said === 'string' ? said : undefined);
    });

  /** A tap about a member, who may be gone by now. */
  const onMember = (action: string, handle: (ctx: BotContext, member: Member) => Promise<unknown>) =>
    on(new RegExp(`^ops:(\\d{1,15}):${action}$`), async (ctx) => {
      const member = await team.member(Number(ctx.match[1]));
      if (member) return handle(ctx, member);
      await list(ctx);
      return (await kit.voiceOf(ctx.chat?.id ?? 0)).t('ops-is-gone');
    });

  async function showMember(ctx: BotContext, member: Member) {
    const refusal = whyNot(member, await team.members(), kit.admins);
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    await show(ctx, memberScreen(voice, { member, admin: admin(member), refusal }, clock.now()));
  }

  /** Does it unless the person must stay as they are, which is said. */
  async function unlessRefused(
    ctx: BotContext,
    member: Member,
    act: () => Promise<void>,
  ): Promise<string | undefined> {
    const refusal = whyNot(member, await team.members(), kit.admins);
    if (!refusal) {
      await act();
      return undefined;
    }
    await showMember(ctx, member);
    return (await kit.voiceOf(ctx.chat?.id ?? 0)).t(`ops-${refusal}`).split('\n')[0];
  }

  composer.command(typed('operators'), async (ctx) => {
    if (await adminsOnly(kit, ctx)) await list(ctx);
  });
  on('ops:show', (ctx) => list(ctx));
  on(/^ops:page:(\d{1,3})$/, (ctx) => list(ctx, Math.max(1, Number(ctx.match[1]))));

  on('ops:invite', async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    const now = clock.now();
    if ((await team.invitations(now)).length >= MOST_INVITATIONS) return voice.t('ops-many');
    const invitation = { code: dice.id(16), createdBy: actorOf(ctx).id, expiresAt: now + INVITATION_LIFE };
    await team.invite(invitation);
    await kit.record(ctx, 'member-invited');
    await show(ctx, invitationScreen(voice, invitation, ctx.me.username, now));
  });
  on(/^ops:invitation:(\w{1,40})$/, async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    const open = (await team.invitations(clock.now())).find(({ code }) => code === ctx.match[1]);
    if (open) return show(ctx, invitationScreen(voice, open, ctx.me.username, clock.now()));
    await list(ctx);
    return voice.t('ops-used');
  });
  on(/^ops:revoke:(\w{1,40})$/, async (ctx) => {
    const revoked = await team.revoke(ctx.match[1] ?? '');
    if (revoked) await kit.record(ctx, 'invitation-revoked');
    await list(ctx);
    return (await kit.voiceOf(ctx.chat?.id ?? 0)).t(revoked ? 'ops-revoked' : 'ops-used');
  });

  onMember('show', showMember);
  onMember('admin', async (ctx, member) => {
    if (!admin(member)) await changeRole(ctx, member, 'admin');
    await showMember(ctx, (await team.member(member.id)) ?? member);
  });
  onMember('operator', (ctx, member) =>
    unlessRefused(ctx, member, async () => {
      if (admin(member)) await changeRole(ctx, member, 'operator');
      await showMember(ctx, (await team.member(member.id)) ?? member);
    }),
  );
  onMember('remove', (ctx, member) =>
    unlessRefused(ctx, member, async () =>
      show(ctx, removeScreen(await kit.voiceOf(ctx.chat?.id ?? 0), member)),
    ),
  );
  onMember('remove:yes', (ctx, member) =>
    unlessRefused(ctx, member, async () => {
      await dismiss(ctx, member);
      await list(ctx);
    }),
  );

  async function changeRole(ctx: BotContext, member: Member, role: Member['role']) {
    await team.change(member.id, { role });
    await kit.record(ctx, role === 'admin' ? 'member-promoted' : 'member-demoted', { detail: member.name });
    await offerCommands(kit, member.id);
  }

  /** From the first line on nothing that this person taps or types does anything. The rest tidies up. */
  async function dismiss(ctx: BotContext, member: Member) {
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

  on(/^ops:audit(?::(\d{1,6}))?$/, async (ctx) => {
    const page = Math.max(1, Number(ctx.match[1] ?? 1));
    const entries = await team.history({ limit: DEEDS_PAGE, offset: (page - 1) * DEEDS_PAGE });
    const view = { entries, total: await team.deeds(), page };
    await show(ctx, auditScreen(await kit.voiceOf(ctx.chat?.id ?? 0), view, clock.now()));
  });
  on('ops:export', async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    await kit.record(ctx, 'audit-exported');
    const name = voice.t('ops-file', { day: dayOf(clock.now(), kit.place().zone) });
    await sendCsv(kit, ctx.chat?.id ?? 0, { name, lines: auditCsv(kit, voice) }, { answer: true });
  });

  return {
    composer,
    async joined(ctx, invitedBy) {
      const { id, name } = actorOf(ctx);
      const members = await team.members();
      const joined = members.find((member) => member.id === id);
      if (!joined) return;
      await outbox.send(id, welcomeScreen(kit.voice(joined), name), { answer: true });
      await offerCommands(kit, id);
      const by = members.find((member) => member.id === invitedBy)?.name ?? String(invitedBy);
      for (const member of members)
        if (!member.blocked && admin(member))
          await outbox.send(member.id, joinedScreen(kit.voice(member), joined, by), { loud: true });
    },
  };
}

/** The whole record, newest first, as Excel opens it. */
async function* auditCsv(kit: Kit, voice: Voice): AsyncIterable<string> {
  const { delimiter } = voice;
  const clock = clockOf(kit.place().zone);
  const line = (cells: readonly string[]) => `${cells.map(cell).join(delimiter)}\r\n`;
  const columns = ['time', 'who', 'id', 'what', 'campaign'].map((column) => voice.t(`ops-column-${column}`));
  yield `\ufeff${line(columns)}`;
  for await (const entry of kit.audit.pages()) {
    const { at, operatorId, campaignId } = entry;
    const [who, said] = [doerOf(voice, entry), deedOf(voice, entry)];
    yield line([clock(at), who, String(operatorId ?? ''), said, String(campaignId ?? '')]);
  }
}
