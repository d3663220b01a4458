/** What a tap or a typed answer means while a time is chosen; pure, for drafts and scheduled campaigns alike. */
import { spanEnd } from '../../queue/calendar.ts';
import { EVERY, type Every } from '../../queue/campaign.ts';
import { parseMoment } from '../../queue/moment.ts';
import { momentOf } from '../../queue/schedule.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Screen } from '../screen.ts';
import {
  hoursScreen,
  monthScreen,
  type Picker,
  quartersScreen,
  quietScreen,
  repeatScreen,
  whenScreen,
} from './screens.ts';

export type Picked =
  | { is: 'show'; face: Screen }
  | { is: 'now' }
  | { is: 'at'; at: number }
  | { is: 'every'; every: Every | null };

/** The actions of a payload that belong here. */
export const PICKING = 'when|month|day|hour|repeat|every';

/** `action` and `value` as they stand in the payload; what makes no sense there begins again. */
export function pick(voice: Voice, picker: Picker, action: string, value: string): Picked {
  const again: Picked = { is: 'show', face: whenScreen(voice, picker) };
  switch (action) {
    case 'when':
      if (value === 'now') return { is: 'now' };
      return value === '' ? again : chosen(voice, picker, value);
    case 'month':
      return isMonth(value) ? { is: 'show', face: monthScreen(voice, picker, value) } : again;
    case 'day':
      return momentOf(`${value}T12:00`, picker.zone) === null
        ? again
        : { is: 'show', face: hoursScreen(voice, picker, value) };
    case 'hour':
      return momentOf(`${value}:00`, picker.zone) === null
        ? again
        : { is: 'show', face: quartersScreen(voice, picker, value) };
    case 'repeat':
    case 'every': {
      if (value === '') return { is: 'show', face: repeatScreen(voice, picker) };
      return { is: 'every', every: EVERY.find((one) => one === value) ?? null };
    }
    default:
      return again;
  }
}

const isMonth = (value: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value);

function chosen(voice: Voice, picker: Picker, value: string): Picked {
  const [, local = '', keep] = /^(.{16})(:keep)?$/.exec(value) ?? [];
  const at = momentOf(local, picker.zone);
  if (at === null) return { is: 'show', face: whenScreen(voice, picker) };
  return keep ? future(voice, picker, at) : outsideQuiet(voice, picker, at);
}

function future(voice: Voice, picker: Picker, at: number): Picked {
  return at > picker.now ? { is: 'at', at } : { is: 'show', face: whenScreen(voice, picker, 'past') };
}

function outsideQuiet(voice: Voice, picker: Picker, at: number): Picked {
  const { quiet, zone, now } = picker;
  const better = quiet === 'off' ? null : spanEnd(at, zone, quiet);
  return better === null || at <= now
    ? future(voice, picker, at)
    : { is: 'show', face: quietScreen(voice, picker, at, better) };
}

/** What was typed instead of tapped. */
export function typed(voice: Voice, picker: Picker, text: string): Picked {
  const found = parseMoment(text, picker.now, picker.zone, voice.language !== 'en');
  if (found.ok) return outsideQuiet(voice, picker, found.at);
  return {
    is: 'show',
    face:
      found.why === 'no-time' ? hoursScreen(voice, picker, found.day) : whenScreen(voice, picker, found.why),
  };
}
