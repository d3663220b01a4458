/** `campaign:12:replies`, `campaign:12:mute`: people's answers to one campaign, and whether a chat wants them. */
import { Composer } from 'grammy';
import type { CampaignId } from '../../queue/campaign.ts';
import { type BotContext, idIn, type Kit, tapped, toast } from '../context.ts';
import { REPLIES_A_PAGE, repliesScreen, replyScreen } from './screens.ts';

export function createReplyButtons(kit: Kit): Composer<BotContext> {
  const { replies, people, control, outbox, clock } = kit;
  const composer = new Composer<BotContext>();

  async function list(chat: number, id: CampaignId, page: number, at: number | null) {
    const offset = (page - 1) * REPLIES_A_PAGE;
    const found = await replies.page(id, { limit: REPLIES_A_PAGE, offset });
    const shown = [];
    for (const reply of found.replies) shown.push({ reply, ref: (await people.named(reply.person)).ref });
    const muted = await replies.muted(chat, id);
    const facts = { id, page, total: found.total, replies: shown, muted };
    const face = repliesScreen(await kit.voiceOf(chat), facts, clock.now());
    if (at !== null) await outbox.edit(chat, at, face, { answer: true });
    else await outbox.send(chat, face, { answer: true });
  }

  async function mute(ctx: BotContext, id: CampaignId, muted: boolean) {
    const chat = ctx.from?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    if (!(await control.campaign(id))) return toast(ctx, voice.t('guard-old'));
    const changed = await replies.mute(chat, id, muted);
    await toast(ctx, voice.t(muted ? (changed ? 'reply-muted' : 'reply-was-muted') : 'reply-unmuted'));
    const shown = await replies.shown(chat, tapped(ctx));
    if (shown?.replyId) await redraw(kit, chat, tapped(ctx));
    else await list(chat, id, 1, tapped(ctx));
  }

  composer.callbackQuery(/^campaign:(\d+):(mute|unmute)$/, (ctx) =>
    mute(ctx, idIn(ctx), ctx.match[2] === 'mute'),
  );
  composer.callbackQuery(/^campaign:(\d+):replies(?::(\d{1,6}))?$/, async (ctx) => {
    const id = idIn<CampaignId>(ctx);
    if (!(await control.campaign(id))) return toast(ctx, (await kit.voiceOf(ctx.from.id)).t('guard-old'));
    await toast(ctx);
    const page = ctx.match[2];
    await list(ctx.from.id, id, Math.max(1, Number(page ?? 1)), page ? tapped(ctx) : null);
  });
  return composer;
}

/** The message that shows somebody's answer, as it is now; false when it shows none. */
export async function redraw(kit: Kit, chat: number, message: number): Promise<boolean> {
  const { replies, people, outbox } = kit;
  const shown = await replies.shown(chat, message);
  const reply = shown?.replyId ? await replies.reply(shown.replyId) : null;
  if (!shown || !reply) return false;
  const face = replyScreen(await kit.voiceOf(chat), {
    reply,
    ref: shown.person.ref,
    doubtful: (await people.doubt(reply.person)) === 'opt-out',
    listed: await people.listed(reply.person),
    muted: reply.campaignId !== null && (await replies.muted(chat, reply.campaignId)),
  });
  await outbox.edit(chat, message, face, { answer: true });
  return true;
}
