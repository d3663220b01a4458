/** `campaign:12:audit`, `campaign:12:rename`, `campaign:12:urgent`: what became of a campaign, its name, its place. */
import type { Campaign, CampaignId } from '../../queue/campaign.ts';
import { momentOf } from '../../queue/schedule.ts';
import type { AuditEntry } from '../../team/team.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext } from '../context.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { button, clip, type Screen, screen } from '../screen.ts';
import { type Area, askedCampaign } from './area.ts';

/** As many as fit into a message that is still read. */
const MOST_ENTRIES = 25;

/** Oldest first, as one tells it. */
export function historyScreen(
  voice: Voice,
  { id, name }: Pick<Campaign, 'id' | 'name'>,
  entries: readonly AuditEntry[],
  { now, zone }: { now: number; zone: string },
): Screen {
  const known = entries.filter(({ what }) => voice.has(`history-${what.replace(/^campaign-/, '')}`));
  return screen(
    [
      voice.t('history-title', { id, name: clip(name, 30) }),
      ...(known.length === 0 ? [voice.t('history-none')] : []),
      ...known.toReversed().map((entry) => entryLine(voice, entry, now, zone)),
    ],
    [[button(voice.t('campaign-b-detail'), `campaign:${id}:show`)]],
  );
}

function entryLine(voice: Voice, { at, name, what, detail }: AuditEntry, now: number, zone: string): string {
  const time = detail === null ? null : momentOf(detail, zone);
  const values = { detail: time === null ? clip(detail ?? '', 40) : voice.moment(time, now) };
  const said = voice.t(`history-${what.replace(/^campaign-/, '')}`, values);
  return [voice.time(at, now), name === '' ? said : `${said} (${clip(name, 20)})`].join(' · ');
}

/** The typed question; `wrong` is an answer without a name in it. */
export const renameScreen = (voice: Voice, { id, name }: Campaign, wrong = false): Screen =>
  screen(
    [voice.t(wrong ? 'history-rename-empty' : 'history-rename', { id, name: clip(name, 40) })],
    [[button(voice.t('campaign-b-back'), `campaign:${id}:show`)]],
  );

export function addHistory({ kit, on, cards }: Area) {
  const { control, outbox, team, clock, preferences } = kit;
  on('audit', async ({ ctx, id, voice }) => {
    const campaign = await control.campaign(id);
    if (!campaign) return voice.t('guard-old');
    const entries = await team.history({ campaignId: id, limit: MOST_ENTRIES });
    const face = historyScreen(voice, campaign, entries, { now: clock.now(), zone: preferences.now().zone });
    await outbox.send(ctx.from?.id ?? 0, face, { answer: true });
    return undefined;
  });
  on('rename', async ({ ctx, id, voice }) => {
    const campaign = await control.campaign(id);
    if (!campaign) return voice.t('guard-old');
    await askedCampaign(kit, 'campaign-name').write(ctx.from?.id ?? 0, id);
    await outbox.send(ctx.from?.id ?? 0, renameScreen(voice, campaign), { answer: true });
    await askFor(ctx, 'campaign-name');
    return undefined;
  });
  on('urgent', async ({ ctx, id, voice }) => {
    const { changed } = await control.setUrgent(actorOf(ctx), id, true);
    cards.pokeAll(true);
    return voice.t(changed ? 'campaign-toast-urgent' : 'campaign-toast-over');
  });
  on('urgent:off', async ({ ctx, id, voice }) => {
    const { changed } = await control.setUrgent(actorOf(ctx), id, false);
    cards.pokeAll(true);
    return voice.t(changed ? 'campaign-toast-not-urgent' : 'campaign-toast-over');
  });
}

/** A typed name; what is no text is taken by `other`. `show` tells the campaign under its new name. */
export function answerName(
  { kit }: Area,
  other: (ctx: BotContext) => Promise<boolean>,
  show: (ctx: BotContext, id: CampaignId) => Promise<void>,
): Answer {
  return async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const id = await askedCampaign(kit, 'campaign-name').read(chat);
    const campaign = id && (await kit.control.campaign(id));
    const name = ctx.message?.text;
    if (!campaign || name === undefined) {
      await other(ctx);
      return true;
    }
    const { changed } = await kit.control.rename(actorOf(ctx), campaign.id, name);
    if (!changed) {
      const face = renameScreen(await kit.voiceOf(chat), campaign, true);
      await kit.outbox.send(chat, face, { answer: true, replyTo: ctx.message?.message_id ?? 0 });
      return false;
    }
    await closeQuestions(ctx);
    await show(ctx, campaign.id);
    return true;
  };
}
