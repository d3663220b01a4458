/** W1 to W6: when a draft or a scheduled campaign leaves. Pure; local times are those of the business's zone. */
import type { DailySpan } from '../../queue/calendar.ts';
import { EVERY, type Every } from '../../queue/campaign.ts';
import { localOf, momentOf } from '../../queue/schedule.ts';
import type { Voice } from '../../texts/texts.ts';
import { type Button, button, clip, type Screen, screen } from '../screen.ts';
import { cityOf } from '../settings/values.ts';

/** Whose time is chosen, and what is known of it. */
export interface Picker {
  /** `new`, or `campaign:12`: what its payloads begin with. */
  readonly base: string;
  readonly now: number;
  readonly zone: string;
  readonly quiet: DailySpan | 'off';
  readonly every: Every | null;
}

/** What was wrong with a time that was typed or tapped. */
export type WhenProblem = 'unknown' | 'past' | 'far' | 'two-ways';

/** W1. Typed answers work beside it. */
export function whenScreen(voice: Voice, picker: Picker, problem: WhenProblem | null = null): Screen {
  const { base, now, zone, every } = picker;
  const at = (local: string) =>
    button(capital(voice.moment(momentOf(local, zone) ?? now, now)), `${base}:when:${local}`);
  return screen(
    [
      problem === null
        ? voice.t('when-which', { place: clip(cityOf(zone), 20) })
        : voice.t(`when-${problem}`),
      every ? voice.t(`when-every-${every}`) : null,
      voice.t('when-typed'),
    ],
    [
      [button(voice.t('when-b-now'), base === 'new' ? 'new:when:now' : `${base}:now`)],
      ...suggested(now, zone).map((local) => [at(local)]),
      [button(voice.t('when-b-date'), `${base}:month:${localOf(now, zone).slice(0, 7)}`)],
      [button(voice.t('when-b-repeat'), repeatOf(base)), backButton(voice, base)],
    ],
  );
}

const backButton = (voice: Voice, base: string): Button =>
  button(voice.t('new-b-back'), base === 'new' ? 'new:show' : `${base}:card`);

/** `campaign:12:repeat` is *Repetir con otra lista*. */
const repeatOf = (base: string) => (base === 'new' ? 'new:repeat' : `${base}:every`);

/** What most people choose: this evening, tomorrow morning, Monday morning. */
function suggested(now: number, zone: string): string[] {
  const local = localOf(now, zone);
  const today = Temporal.PlainDate.from(local.slice(0, 10));
  const tomorrow = today.add({ days: 1 });
  const monday = today.add({ days: ((8 - today.dayOfWeek) % 7) + (today.dayOfWeek === 1 ? 7 : 0) });
  return [
    ...(local.slice(11) < '17:45' ? [`${today}T18:00`] : []),
    `${tomorrow}T09:00`,
    ...(monday.equals(tomorrow) ? [] : [`${monday}T09:00`]),
  ];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** W2; days that are over, and those of other months, are dots, and weeks of dots are left out. */
export function monthScreen(voice: Voice, { base, now, zone }: Picker, month: string): Screen {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const today = localOf(now, zone).slice(0, 10);
  const dot = button('·', 'ui:noop');
  const cells = [
    ...Array(first.dayOfWeek - 1).fill(dot),
    ...Array.from({ length: first.daysInMonth }, (_, nth) => {
      const day = first.with({ day: nth + 1 }).toString();
      return day < today ? dot : button(String(nth + 1), `${base}:day:${day}`);
    }),
  ];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, nth) =>
    Array.from({ length: 7 }, (_, day) => cells[nth * 7 + day] ?? dot),
  ).filter(hasChoice);
  const turn = (months: number) => {
    const to = first.add({ months }).toPlainYearMonth();
    const beyond = to.toString() < today.slice(0, 7) || to.toString() > yearAfter(today);
    if (beyond) return dot;
    const name = voice.month(to.toString(), 'short');
    return button(months < 0 ? `‹ ${name}` : `${name} ›`, `${base}:month:${to}`);
  };
  return screen(
    [capital(voice.month(month, 'long')), voice.t('when-typed')],
    [
      voice.weekdays().map((letter) => button(letter, 'ui:noop')),
      ...weeks,
      [turn(-1), button(voice.t('new-b-back'), `${base}:when`), turn(1)],
    ],
  );
}

const yearAfter = (day: string) =>
  Temporal.PlainDate.from(day).add({ years: 1 }).toPlainYearMonth().toString();

const FIRST_HOUR = 7;
const LAST_HOUR = 20;

/** W3: the hours of a day. */
export function hoursScreen(voice: Voice, { base, now, zone }: Picker, day: string): Screen {
  const hours = Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, nth) => {
    const hour = String(FIRST_HOUR + nth).padStart(2, '0');
    const over = (momentOf(`${day}T${hour}:45`, zone) ?? 0) <= now;
    return over ? button('·', 'ui:noop') : button(String(Number(hour)), `${base}:hour:${day}T${hour}`);
  });
  return screen(
    [voice.t('when-hour', { day: dayName(voice, day, now, zone) }), voice.t('when-typed-hour')],
    [
      ...inRows(hours, 4).filter(hasChoice),
      [button(voice.t('new-b-back'), `${base}:month:${day.slice(0, 7)}`)],
    ],
  );
}

/** W3: the quarters of an hour. */
export function quartersScreen(voice: Voice, { base, now, zone }: Picker, hour: string): Screen {
  const quarters = ['00', '15', '30', '45'].map((minutes) => {
    const local = `${hour}:${minutes}`;
    const over = (momentOf(local, zone) ?? 0) <= now;
    return over
      ? button('·', 'ui:noop')
      : button(`${Number(hour.slice(11))}:${minutes}`, `${base}:when:${local}`);
  });
  const day = hour.slice(0, 10);
  return screen(
    [voice.t('when-hour', { day: dayName(voice, day, now, zone) })],
    [quarters, [button(voice.t('new-b-back'), `${base}:day:${day}`)]],
  );
}

/** `jueves 3`, as the moment of that day without its hour. */
function dayName(voice: Voice, day: string, now: number, zone: string): string {
  const noon = momentOf(`${day}T12:00`, zone) ?? now;
  return voice.moment(noon, now).replace(/,? 12:00$/, '');
}

/** W5. */
export function repeatScreen(voice: Voice, { base, every }: Picker): Screen {
  const choice = (one: Every | null) =>
    button(
      `${one === every ? '✓ ' : ''}${voice.t(`when-b-every-${one ?? 'none'}`)}`,
      `${repeatOf(base)}:${one ?? 'none'}`,
    );
  return screen(
    [voice.t('when-repeat'), voice.t('when-repeat-why')],
    [...inRows([...EVERY.map(choice), choice(null)], 2), [button(voice.t('new-b-back'), `${base}:when`)]],
  );
}

/** W6. It may be kept: the messages then leave when the quiet hours end. */
export function quietScreen(voice: Voice, { base, now, zone }: Picker, at: number, better: number): Screen {
  const time = localOf(better, zone).slice(11).replace(/^0/, '');
  const same = localOf(at, zone);
  return screen(
    [voice.t('when-quiet', { time }), voice.t('when-quiet-why', { when: voice.moment(better, now) })],
    [
      [button(voice.t('when-b-better', { time }), `${base}:when:${localOf(better, zone)}`, 'primary')],
      [
        button(
          voice.t('when-b-keep', { time: same.slice(11).replace(/^0/, '') }),
          `${base}:when:${same}:keep`,
        ),
        button(voice.t('when-b-other'), `${base}:when`),
      ],
    ],
  );
}

/** A row of nothing but what is over is left out. */
const hasChoice = (row: readonly Button[]) => row.some(({ payload }) => payload !== 'ui:noop');

function inRows(buttons: readonly Button[], most: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / most) }, (_, nth) =>
    buttons.slice(nth * most, (nth + 1) * most),
  );
}
