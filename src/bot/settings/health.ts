/** `settings:health`: from when on a campaign is slowed or paused for the account's sake, one value a screen. */
import type { PreferenceValues } from '../../preferences.ts';
import type { Voice } from '../../texts/texts.ts';
import type { BotContext } from '../context.ts';
import { type Answer, askFor } from '../question.ts';
import { type Button, button, clip, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';

type Limit = keyof PreferenceValues['health'];
const LIMITS = [
  'unregistered',
  'failed',
  'delivered',
  'answers',
  'unreadable',
  'quota',
] as const satisfies readonly Limit[];

/** What can be set: shares in percent, and how many people go first. */
export const THRESHOLDS = [...LIMITS, 'canary'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

const OFFERED: Readonly<Record<Limit | 'canary', readonly number[]>> = {
  unregistered: [5, 10, 20, 30],
  failed: [10, 20, 30, 50],
  delivered: [50, 60, 70, 80],
  answers: [1, 2, 5, 10],
  unreadable: [1, 2, 5, 10],
  quota: [50, 70, 80, 90],
  canary: [3, 5, 10, 20],
};

type Values = Pick<PreferenceValues, 'health' | 'canary'>;

const setTo = (which: Threshold, { health, canary }: Values) => (which === 'canary' ? canary : health[which]);

/** `10 %`, `5`, `no`. */
function thresholdWord(voice: Voice, which: Threshold, value: number | 'off'): string {
  if (value === 'off') return voice.t('settings-no');
  return which === 'canary' ? voice.number(value) : voice.t('settings-percent', { value });
}

/** All of them in one line, as the record tells a change. */
export const thresholdsLine = (voice: Voice, health: PreferenceValues['health']): string =>
  LIMITS.map((which) =>
    voice.t(`settings-short-${which}`, { value: thresholdWord(voice, which, health[which]) }),
  ).join(', ');

export const thresholdsScreen = (voice: Voice, values: Values): Screen =>
  screen(
    [voice.t('settings-health')],
    [
      ...THRESHOLDS.map((which) => {
        const value = thresholdWord(voice, which, setTo(which, values));
        return [button(clip(voice.t(`settings-b-${which}`, { value }), 32), `settings:health:${which}`)];
      }),
      [button(voice.t('new-b-back'), 'settings:show')],
    ],
  );

export function thresholdScreen(voice: Voice, which: Threshold, values: Values): Screen {
  const now = thresholdWord(voice, which, setTo(which, values));
  const set = (value: number | 'off', label: string): Button =>
    button(label, `settings:health:${which}:${value}`);
  return screen(
    [voice.t(`settings-health-${which}`), voice.t('settings-now', { value: now })],
    [
      OFFERED[which].map((value) => set(value, thresholdWord(voice, which, value))),
      [button(voice.t('settings-b-health-ask'), `settings:health:${which}:ask`)],
      // Without the first few the other automatic stops are off too.
      [set('off', voice.t(which === 'canary' ? 'settings-b-canary-off' : 'settings-b-health-off'))],
      [back(voice)],
    ],
  );
}

const back = (voice: Voice): Button => button(voice.t('new-b-back'), 'settings:health');

/** `wrong`: what was typed, which is none. */
export const askThresholdScreen = (voice: Voice, which: Threshold, wrong?: string): Screen =>
  screen(
    [
      wrong === undefined ? null : voice.t('settings-wrong', { text: clip(wrong, 30) }),
      voice.t(which === 'canary' ? 'settings-ask-canary' : 'settings-ask-health'),
    ],
    [[back(voice)]],
  );

/** `15`, `15 %`, `no`: 1 to 100, or off; null when it is neither. */
export function thresholdIn(text: string): number | 'off' | null {
  if (/^(off|no|nada|não|nao|none)$/i.test(text.trim())) return 'off';
  const value = Number(/^\s*(\d{1,3})\s*(?:%|por ciento|por cento|percent)?\s*$/i.exec(text)?.[1] ?? 0);
  return value >= 1 && value <= 100 ? value : null;
}

export function addHealth(area: Area): Readonly<Record<`settings-${Threshold}`, Answer>> {
  const { onAdmin, show, set, voiceFor } = area;
  const { preferences } = area.kit;
  const all = async (ctx: BotContext) => show(ctx, thresholdsScreen(await voiceFor(ctx), preferences.now()));
  const named = (name = '') => THRESHOLDS.find((one) => one === name);

  const change = (ctx: BotContext, which: Threshold, value: number | 'off') =>
    which === 'canary'
      ? set(ctx, 'canary', value, all)
      : set(ctx, 'health', { ...preferences.now().health, [which]: value }, all);

  onAdmin('settings:health', all);
  onAdmin(/^settings:health:(\w+)$/, async (ctx) => {
    const which = named(ctx.match[1]);
    await (which ? show(ctx, thresholdScreen(await voiceFor(ctx), which, preferences.now())) : all(ctx));
  });
  onAdmin(/^settings:health:(\w+):(off|\d{1,3})$/, async (ctx) => {
    const which = named(ctx.match[1]);
    const value = thresholdIn(ctx.match[2] ?? '');
    await (which && value !== null ? change(ctx, which, value) : all(ctx));
  });
  onAdmin(/^settings:health:(\w+):ask$/, async (ctx) => {
    const which = named(ctx.match[1]);
    if (!which) return all(ctx);
    await show(ctx, askThresholdScreen(await voiceFor(ctx), which));
    await askFor(ctx, `settings-${which}`);
  });

  const answer = (which: Threshold) =>
    area.answer(
      async (ctx, text) => {
        const value = thresholdIn(text);
        if (value !== null) await change(ctx, which, value);
        return value !== null;
      },
      (voice, text) => askThresholdScreen(voice, which, text),
    );
  return {
    'settings-unregistered': answer('unregistered'),
    'settings-failed': answer('failed'),
    'settings-delivered': answer('delivered'),
    'settings-answers': answer('answers'),
    'settings-unreadable': answer('unreadable'),
    'settings-quota': answer('quota'),
    'settings-canary': answer('canary'),
  };
}
