/** The server's clock is wrong: noticed by what Telegram writes on its answers, told to the admins. */
import type { Transformer } from 'grammy';
import type { Skew } from '../clock.ts';
import type { Voice } from '../texts/texts.ts';
import { type BotDeps, type Kit, tellAdmins } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

/** What starts by the clock waits, and why; null: it is right again. */
export const clockScreen = (voice: Voice, skew: Skew | null): Screen =>
  screen(
    [skew ? voice.t('clock-wrong', { off: offBy(voice, skew) }) : voice.t('clock-right')],
    [[button(voice.t('clock-b-status'), 'status:show'), button(voice.t('menu-b-campaigns'), 'list:1')]],
  );

/** `2 h 0 min adelantado`. */
export const offBy = (voice: Voice, { aheadMs }: Skew): string =>
  voice.t(aheadMs > 0 ? 'clock-ahead' : 'clock-behind', { by: voice.duration(Math.abs(aheadMs)) });

/** With sound: somebody has to set the server's clock. */
export function followClock(kit: Kit): () => void {
  return kit.trust.watch((skew) => {
    const face = (voice: Voice) => clockScreen(voice, skew);
    tellAdmins(kit, face, { loud: skew !== null }).catch((error) =>
      kit.log.error({ event: 'clock-notice', err: error }),
    );
  });
}

/** Reads the time on what Telegram answers: a message that was sent or edited just now, or that somebody wrote. */
export function compareClocks({ clock, trust }: Pick<BotDeps, 'clock' | 'trust'>): Transformer {
  return async (call, method, payload, signal) => {
    const since = clock.monotonic();
    const answer = await call(method, payload, signal);
    if (!answer.ok) return answer;
    const age = clock.monotonic() - since;
    const result: unknown = answer.result;
    if (method === 'getUpdates') {
      // They may have waited: that they come from the future is all that they can tell.
      const last = Array.isArray(result) ? result.at(-1) : null;
      trust.heard('telegram', secondsAt(at(last, 'message'), 'date') * 1000, Number.POSITIVE_INFINITY);
    } else if (/^send[A-Z]/.test(method) && method !== 'sendChatAction')
      trust.heard('telegram', secondsAt(Array.isArray(result) ? result[0] : result, 'date') * 1000, age);
    else if (method.startsWith('editMessage'))
      trust.heard('telegram', secondsAt(result, 'edit_date') * 1000, age);
    return answer;
  };
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** `NaN` where there is none. */
const secondsAt = (value: unknown, key: string): number => {
  const found = at(value, key);
  return typeof found === 'number' ? found : Number.NaN;
};
