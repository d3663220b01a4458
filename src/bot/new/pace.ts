/** `new:pace`, `new:by`, `new:closing`: how fast a draft goes, by when it should be out, when its day ends. */
import { dayAt } from '../../queue/calendar.ts';
import type { Campaign, CampaignId } from '../../queue/campaign.ts';
import type { Actor, Plan, Preview } from '../../queue/control/control.ts';
import { parseHour } from '../../queue/moment.ts';
import { OWN_PACE, PACES, type Pace, type PaceName } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type Kit, tapped, toast } from '../context.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { type Button, button, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `normal`, `20 por minuto`. */
export const paceName = (voice: Voice, pace: Pace): string =>
  typeof pace === 'number'
    ? voice.t('new-pace-own', { pace: voice.number(pace) })
    : voice.t(`new-pace-${pace}`);

/** `18:00`. */
const clockTime = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** For a draft that is sent at once: how many leave on which day, and when all are out. */
export function planLines(voice: Voice, preview: Preview, now: number): string[] {
  const { plan, pace, people } = preview;
  const [first, second, ...rest] = plan.days;
  const values = {
    pace: paceName(voice, pace),
    end: voice.time(plan.endsAt, now),
    start: voice.time(plan.startsAt, now),
    first: voice.number(first?.people ?? people),
    second: voice.number(second?.people ?? 0),
  };
  const [one, two, more] = plan.startsAt >= now + MINUTE ? LATER : AT_ONCE;
  const key = second ? (rest.length > 0 ? more : two) : one;
  return [voice.t(key, values), ...closingLines(voice, preview, now)];
}

/** On one day, on two, on more. */
const AT_ONCE = ['new-when', 'new-when-two', 'new-when-days'] as const;
const LATER = ['new-when-later', 'new-when-later-two', 'new-when-later-days'] as const;

/** When its day ends, and whether it will be out by the time it should be. */
export function closingLines(voice: Voice, { draft, plan }: Preview, now: number): string[] {
  const { daily = null, by = null } = draft.closing ?? {};
  const values = { end: voice.time(plan.endsAt, now), by: voice.time(by ?? now, now) };
  return [
    ...(daily === null ? [] : [voice.t('new-when-closing', { time: clockTime(daily) })]),
    ...(by === null ? [] : [voice.t(plan.endsAt > by ? 'new-when-late' : 'new-when-by', values)]),
  ];
}

/** What N6b is drawn from. */
export interface PaceChoice {
  readonly plans: Readonly<Record<PaceName, Plan | null>>;
  readonly own: number | null;
  readonly daily: number | null;
  readonly by: number | null;
  /** False in a new link's first weeks: the account has yet to show itself. */
  readonly maximum: boolean;
}

/** N6b: each pace with the time when it would end. */
export function paceScreen(voice: Voice, choice: PaceChoice, now: number): Screen {
  return screen(
    [voice.t('new-pace'), choice.maximum ? null : voice.t('new-pace-no-maximum')],
    [
      ...paceButtons(voice, choice, 'new', now),
      [
        button(
          choice.own === null
            ? voice.t('new-b-pace-ask')
            : voice.t('new-b-pace-own', { pace: voice.number(choice.own) }),
          'new:pace:ask',
        ),
      ],
      [
        button(
          choice.by === null
            ? voice.t('new-b-by')
            : voice.t('new-b-by-set', { by: voice.time(choice.by, now) }),
          'new:by',
        ),
      ],
      [
        button(
          choice.daily === null
            ? voice.t('new-b-closing')
            : voice.t('new-b-closing-set', { time: clockTime(choice.daily) }),
          'new:closing',
        ),
      ],
      choice.maximum ? [] : [button(voice.t('new-b-owned'), 'settings:owned')],
      [button(voice.t('new-b-back'), 'new:show')],
    ],
  );
}

/** A row for each pace that may be chosen; `of` begins the payload: `new`, `campaign:12`. */
export function paceButtons(
  voice: Voice,
  { plans, maximum }: Pick<PaceChoice, 'plans' | 'maximum'>,
  of: string,
  now: number,
): Button[][] {
  const end = (plan: Plan | null) => (plan === null ? '…' : voice.time(plan.endsAt, now));
  return PACES.filter((pace) => pace !== 'maximum' || maximum).map((pace) => [
    button(voice.t(`new-b-pace-${pace}`, { end: end(plans[pace]) }), `${of}:pace:${pace}`),
  ]);
}

/** What each pace would mean for what still waits of a campaign. */
export async function paceChoice(
  { control, number }: Pick<Kit, 'control' | 'number'>,
  id: CampaignId,
): Promise<Pick<PaceChoice, 'plans' | 'maximum'>> {
  return {
    plans: {
      careful: await control.plan(id, 'careful'),
      normal: await control.plan(id, 'normal'),
      maximum: await control.plan(id, 'maximum'),
    },
    maximum: (await number.facts()).maximumOpen,
  };
}

/** The typed question for a pace of one's own; `wrong` is an answer that is none. */
export function askPaceScreen(voice: Voice, wrong = false): Screen {
  return screen(
    [voice.t(wrong ? 'new-pace-wrong' : 'new-pace-ask', { ...OWN_PACE })],
    [[button(voice.t('new-b-back'), 'new:pace')]],
  );
}

/** Full hours of today and tomorrow by which a campaign could be out. */
export function byScreen(voice: Voice, zone: string, now: number): Screen {
  const soon = [2, 4].map((hours) => Math.ceil((now + hours * HOUR) / (HOUR / 2)) * (HOUR / 2));
  const fixed = [dayAt(now, zone, 18 * 60), dayAt(now, zone, 20 * 60), dayAt(now, zone, 12 * 60, 1)];
  const times = [...new Set([...soon, ...fixed])].filter((at) => at > now + HOUR).sort((a, b) => a - b);
  return screen(
    [voice.t('new-by')],
    [
      ...times.map((at) => [button(voice.time(at, now), `new:by:${at / MINUTE}`)]),
      [button(voice.t('new-b-by-none'), 'new:by:none')],
      [button(voice.t('new-b-back'), 'new:pace')],
    ],
  );
}

const CLOSING_HOURS = [
  [16, 17],
  [18, 19],
] as const;

/** `wrong`: what was typed, which is no hour. */
export function closingScreen(voice: Voice, wrong = false): Screen {
  return screen(
    [voice.t(wrong ? 'new-closing-wrong' : 'new-closing')],
    [
      ...CLOSING_HOURS.map((row) =>
        row.map((hour) => button(clockTime(hour * 60), `new:closing:${hour * 60}`)),
      ),
      [button(voice.t('new-b-closing-none'), 'new:closing:none')],
      [button(voice.t('new-b-back'), 'new:pace')],
    ],
  );
}

export function addPace({ kit, stage, on }: Area) {
  const { control, clock } = kit;

  async function show(draft: Campaign, message: number) {
    const choice: PaceChoice = {
      ...(await paceChoice(kit, draft.id)),
      own: typeof draft.pace === 'number' ? draft.pace : null,
      daily: draft.closing?.daily ?? null,
      by: draft.closing?.by ?? null,
    };
    const face = paceScreen(await kit.voiceOf(draft.createdBy), choice, clock.now());
    await stage.show(draft.createdBy, face, { tapped: message });
  }
  const preview = async (draft: Campaign, message: number) =>
    void (await stage.show(draft.createdBy, await stage.preview(draft), { tapped: message }));

  on('new:pace', async (ctx, draft) => {
    await toast(ctx);
    await closeQuestions(ctx);
    await show(draft, tapped(ctx));
  });
  on(/^new:pace:(careful|normal|maximum)$/, async (ctx, draft) => {
    const pace = PACES.find((one) => one === ctx.match[1]) ?? 'normal';
    if (pace === 'maximum' && !(await kit.number.facts()).maximumOpen) {
      await toast(ctx, (await kit.voiceOf(draft.createdBy)).t('guard-old'));
      return show(draft, tapped(ctx));
    }
    await toast(ctx);
    await preview((await control.setPace(actorOf(ctx), pace)) ?? draft, tapped(ctx));
  });
  on('new:pace:ask', async (ctx, { createdBy }) => {
    await toast(ctx);
    await stage.show(createdBy, askPaceScreen(await kit.voiceOf(createdBy)), { tapped: tapped(ctx) });
    await askFor(ctx, 'pace');
  });
  on('new:by', async (ctx, { createdBy }) => {
    await toast(ctx);
    const face = byScreen(await kit.voiceOf(createdBy), kit.place().zone, clock.now());
    await stage.show(createdBy, face, { tapped: tapped(ctx) });
  });
  on(/^new:by:(none|\d{1,10})$/, async (ctx, draft) => {
    const by = ctx.match[1] === 'none' ? null : Number(ctx.match[1]) * MINUTE;
    await toast(ctx);
    await preview((await control.setClosing(actorOf(ctx), { by })) ?? draft, tapped(ctx));
  });
  on('new:closing', async (ctx, { createdBy }) => {
    await toast(ctx);
    await stage.show(createdBy, closingScreen(await kit.voiceOf(createdBy)), { tapped: tapped(ctx) });
    await askFor(ctx, 'closing');
  });
  on(/^new:closing:(none|\d{1,4})$/, async (ctx, draft) => {
    const daily = ctx.match[1] === 'none' ? null : Math.min(Number(ctx.match[1]), 1439);
    await toast(ctx);
    await closeQuestions(ctx);
    await preview((await control.setClosing(actorOf(ctx), { daily })) ?? draft, tapped(ctx));
  });
}

/** The answer to the question for a pace: a number of messages a minute. */
export const answerPace = (area: Area): Answer =>
  answerNumber(area, {
    read: paceIn,
    again: (voice) => askPaceScreen(voice, true),
    set: (actor, pace) => area.kit.control.setPace(actor, pace),
  });

/** The answer to the question for a closing time: an hour. */
export const answerClosing = (area: Area): Answer =>
  answerNumber(area, {
    read: parseHour,
    again: (voice) => closingScreen(voice, true),
    set: (actor, daily) => area.kit.control.setClosing(actor, { daily }),
  });

/** What was typed becomes a number of the draft, which is shown; or it is asked for `again`. */
function answerNumber(
  { kit, stage }: Area,
  how: {
    read: (text: string) => number | null;
    again: (voice: Voice) => Screen;
    set: (actor: Actor, value: number) => Promise<Campaign | null>;
  },
): Answer {
  return async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const draft = await kit.control.draft(chat);
    if (!draft) return true;
    const replyTo = ctx.message?.message_id ?? 0;
    const value = how.read(ctx.message?.text ?? '');
    if (value === null) {
      await stage.show(chat, how.again(await kit.voiceOf(chat)), { replyTo });
      return false;
    }
    const changed = await how.set(actorOf(ctx), value);
    await stage.show(chat, await stage.preview(changed ?? draft), { replyTo });
    return true;
  };
}

/** `20`, `20 por minuto`; null when it is no pace. */
function paceIn(text: string): number | null {
  const found = /^\s*(\d{1,4})(?=\D|$)/.exec(text);
  const pace = found ? Number(found[1]) : 0;
  return pace >= OWN_PACE.least && pace <= OWN_PACE.most ? pace : null;
}
