/** `new:when`, `new:month`, `new:repeat` …: when the draft leaves. The picker itself is `bot/when/`. */
import type { Campaign } from '../../queue/campaign.ts';
import type { Preview } from '../../queue/control/control.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { PICKING, type Picked, pick, typed } from '../when/picking.ts';
import { type Picker, type WhenProblem, whenScreen } from '../when/screens.ts';
import type { Area } from './area.ts';
import { closingLines, paceName, planLines } from './pace.ts';

function pickerOf({ clock, preferences }: Kit, { repeat }: Pick<Campaign, 'repeat'>): Picker {
  const { zone, quietHours: quiet } = preferences.now();
  return { base: 'new', now: clock.now(), zone, quiet, every: repeat?.every ?? null };
}

/** W1 for the draft; typed answers are taken from then on. */
export async function askWhen(
  { kit, stage }: Pick<Area, 'kit' | 'stage'>,
  ctx: BotContext,
  draft: Campaign,
  problem: WhenProblem | null,
): Promise<void> {
  const face = whenScreen(await kit.voiceOf(draft.createdBy), pickerOf(kit, draft), problem);
  await stage.show(draft.createdBy, face, { tapped: tapped(ctx) });
  await askFor(ctx, 'when');
}

export function addWhen(area: Area) {
  const { kit, on } = area;
  on(new RegExp(`^new:(${PICKING})(?::(.+))?$`), async (ctx, draft) => {
    await toast(ctx);
    const [, action = '', value = ''] = ctx.match;
    if (action === 'when' && value === '') return askWhen(area, ctx, draft, null);
    const picked = pick(await kit.voiceOf(draft.createdBy), pickerOf(kit, draft), action, value);
    await apply(area, ctx, draft, picked, { tapped: tapped(ctx) });
  });
}

/** A typed time; what is no text belongs to the draft itself. */
export function answerWhen(
  area: Pick<Area, 'kit' | 'stage'>,
  other: (ctx: BotContext) => Promise<boolean>,
): Answer {
  const { kit } = area;
  return async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const draft = await kit.control.draft(chat);
    const text = ctx.message?.text;
    if (!draft || text === undefined) {
      await other(ctx);
      return true;
    }
    const picked = typed(await kit.voiceOf(chat), pickerOf(kit, draft), text);
    return apply(area, ctx, draft, picked, { replyTo: ctx.message?.message_id ?? 0 });
  };
}

/** Writes what was chosen into the row; true when nothing more is asked. */
async function apply(
  { kit, stage }: Pick<Area, 'kit' | 'stage'>,
  ctx: BotContext,
  draft: Campaign,
  picked: Picked,
  at: { tapped?: number; replyTo?: number },
): Promise<boolean> {
  const { control } = kit;
  const actor = actorOf(ctx);
  const chat = draft.createdBy;
  switch (picked.is) {
    case 'show':
      await stage.show(chat, picked.face, at);
      return false;
    case 'every': {
      const changed = (await control.setRepeat(actor, picked.every)) ?? draft;
      // How often is nothing without since when.
      const face =
        picked.every === null || changed.dueAt !== null
          ? await stage.current(chat)
          : whenScreen(await kit.voiceOf(chat), pickerOf(kit, changed));
      await stage.show(chat, face, at);
      return false;
    }
    case 'now':
    case 'at':
      await control.setWhen(actor, picked.is === 'at' ? picked.at : null);
      await closeQuestions(ctx);
      await stage.show(chat, await stage.current(chat), at);
      return true;
  }
}

/** N6's *Cuándo*: the chosen time or now, how many leave on which day, and when all are out. */
export function whenLines(voice: Voice, preview: Preview, now: number): string[] {
  const { plan, draft } = preview;
  const { dueAt, repeat } = draft;
  const every = repeat ? [voice.t(`campaign-repeats-${repeat.every}`)] : [];
  if (dueAt === null) return [...planLines(voice, preview, now), ...every];
  if (dueAt <= now) return [voice.t('new-when-past')];
  const key = plan.days.length > 1 ? 'new-when-at-cap' : 'new-when-at';
  const values = {
    when: voice.moment(dueAt, now),
    pace: paceName(voice, preview.pace),
    end: voice.time(plan.endsAt, now),
    today: voice.number(plan.days[0]?.people ?? 0),
  };
  return [voice.t(key, values), ...closingLines(voice, preview, now), ...every];
}
