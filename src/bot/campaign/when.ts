/** `campaign:12:when`, `campaign:12:now` …: another time for a scheduled campaign. The picker is `bot/when/`. */
import type { Campaign, CampaignId } from '../../queue/campaign.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import { PICKING, type Picked, pick, typed } from '../when/picking.ts';
import type { Picker } from '../when/screens.ts';
import { type Area, askedCampaign } from './area.ts';

function pickerOf({ clock, preferences }: Kit, { id, repeat }: Campaign): Picker {
  const { zone, quietHours: quiet } = preferences.now();
  return { base: `campaign:${id}`, now: clock.now(), zone, quiet, every: repeat?.every ?? null };
}

export function addWhen(area: Area) {
  const { kit, on } = area;
  const { control } = kit;

  on(`((?!repeat)(?:${PICKING})(?::.+)?)`, async ({ ctx, id, voice, value: tail }) => {
    const campaign = await control.campaign(id);
    if (campaign?.state !== 'scheduled') {
      await area.back(ctx, id, voice);
      return voice.t('when-not-now');
    }
    const [action = '', value = ''] = /^([a-z]+):?(.*)$/.exec(tail)?.slice(1) ?? [];
    const picked = pick(voice, pickerOf(kit, campaign), action, value);
    if (picked.is === 'show') {
      await area.show(ctx, id, picked.face);
      if (action === 'when') {
        await askedCampaign(kit, 'campaign-when').write(ctx.from?.id ?? 0, id);
        await askFor(ctx, 'campaign-when');
      }
      return undefined;
    }
    await closeQuestions(ctx);
    const said = await apply(kit, ctx, id, voice, picked);
    await area.keepHere(ctx, id);
    await area.back(ctx, id, voice);
    return said;
  });

  on('now', async ({ ctx, id, voice }) => {
    await closeQuestions(ctx);
    const { changed } = await control.sendNow(actorOf(ctx), id);
    if (!changed) await area.back(ctx, id, voice);
    return voice.t(changed ? 'campaign-toast-on-way' : 'when-not-now');
  });
}

/** A typed time; what is no text, and what comes when it is scheduled no more, is taken by `other`. */
export function answerWhen({ kit, cards }: Area, other: (ctx: BotContext) => Promise<boolean>): Answer {
  return async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const id = await askedCampaign(kit, 'campaign-when').read(chat);
    const campaign = id && (await kit.control.campaign(id));
    const text = ctx.message?.text;
    if (!id || campaign?.state !== 'scheduled' || text === undefined) {
      await other(ctx);
      return true;
    }
    const voice = await kit.voiceOf(chat);
    const picked = typed(voice, pickerOf(kit, campaign), text);
    const replyTo = ctx.message?.message_id ?? 0;
    if (picked.is === 'show') {
      await kit.outbox.send(chat, picked.face, { answer: true, replyTo });
      return false;
    }
    const said = await apply(kit, ctx, id, voice, picked);
    await kit.outbox.send(chat, screen([said]), { answer: true, replyTo });
    await cards.bring(chat, id);
    return true;
  };
}

/** Returns what to say. */
async function apply(
  { control, clock }: Kit,
  ctx: BotContext,
  id: CampaignId,
  voice: Voice,
  picked: Exclude<Picked, { is: 'show' }>,
): Promise<string> {
  const actor = actorOf(ctx);
  switch (picked.is) {
    case 'now': {
      const { changed } = await control.sendNow(actor, id);
      return voice.t(changed ? 'campaign-toast-on-way' : 'when-not-now');
    }
    case 'at': {
      const { changed } = await control.reschedule(actor, id, picked.at);
      if (!changed) return voice.t('when-not-now');
      return voice.t('when-done', { when: voice.moment(picked.at, clock.now()) });
    }
    case 'every': {
      const { changed } = await control.repeatEvery(actor, id, picked.every);
      if (!changed) return voice.t('when-not-now');
      return voice.t(picked.every ? `campaign-repeats-${picked.every}` : 'when-b-every-none');
    }
  }
}
