/** A1 and one screen for each value: what is set now, and what it can be. */
import type { PreferenceName, PreferenceValues } from '../../preferences.ts';
import { WEEKDAYS } from '../../queue/calendar.ts';
import type { NumberFacts } from '../../queue/number.ts';
import { PACES } from '../../queue/ports.ts';
import type { Member } from '../../team/team.ts';
import { LANGUAGES, type Voice } from '../../texts/texts.ts';
import { type Button, button, clip, type Screen, screen } from '../screen.ts';
import { capOf, cityOf, countryOf, dayName, nameOf, offsetOf, spanOf, wordOf } from './values.ts';

export interface SettingsView {
  /** What the reader chose for themselves. */
  readonly own: Pick<Member, 'plain' | 'replies'>;
  readonly values: PreferenceValues;
  readonly number: NumberFacts;
  /** Values that are not those of the server. */
  readonly changed: readonly PreferenceName[];
}

/** A1: the first three are the reader's own, the rest is the business's. */
export function settingsScreen(voice: Voice, view: SettingsView, now: number): Screen {
  const { own, values, number } = view;
  const yes = (flag: boolean) => voice.t(flag ? 'settings-yes' : 'settings-no');
  const row = (key: string, value: string, payload: string) => [
    button(clip(voice.t(`settings-b-${key}`, { value }), 32), payload),
  ];
  return screen(
    [voice.t('settings-show')],
    [
      row('lang', voice.t(`settings-language-${voice.language}`), 'settings:lang'),
      row('replies', yes(own.replies), 'settings:replies'),
      row('plain', yes(own.plain), 'settings:plain'),
      row('zone', `${cityOf(values.zone)} (${offsetOf(values.zone, now)})`, 'settings:zone'),
      row(
        'country',
        values.country ? voice.country(values.country) : voice.t('settings-country-auto'),
        'settings:country',
      ),
      row('pace', wordOf(voice, 'pace', values), 'settings:pace'),
      row('quiet', spanOf(voice, values.quietHours), 'settings:quiet'),
      row('cap', capOf(voice, values.dailyCap), 'settings:cap'),
      row(
        'owned',
        number.ownedSince === null ? voice.t('settings-none') : voice.monthOf(number.ownedSince),
        'settings:owned',
      ),
      [button(voice.t('settings-b-health'), 'settings:health')],
      row('footer', yes(values.footer), 'settings:footer'),
      row('clients', voice.t(`settings-language-${values.language}`), 'settings:clients'),
      view.changed.length > 0 ? [button(voice.t('settings-b-reset'), 'settings:reset')] : [],
      [button(voice.t('menu-b-menu'), 'menu:show')],
    ],
  );
}

const back = (voice: Voice): Button => button(voice.t('new-b-back'), 'settings:show');

/** A question with what is set now below it. */
const asking = (voice: Voice, key: string, now: string, buttons: readonly (readonly Button[])[]): Screen =>
  screen([voice.t(key), voice.t('settings-now', { value: now })], [...buttons, [back(voice)]]);

export const languageScreen = (voice: Voice): Screen =>
  asking(
    voice,
    'settings-lang',
    voice.t(`settings-language-${voice.language}`),
    LANGUAGES.map((language) => [
      button(voice.t(`settings-language-${language}`), `settings:lang:${language}`),
    ]),
  );

/** In which language recipients read the footer and the word that they are out. */
export const clientsScreen = (voice: Voice, values: PreferenceValues): Screen =>
  asking(
    voice,
    'settings-clients',
    voice.t(`settings-language-${values.language}`),
    LANGUAGES.map((language) => [
      button(voice.t(`settings-language-${language}`), `settings:clients:${language}`),
    ]),
  );

export const zoneScreen = (voice: Voice, zones: readonly string[], current: string, now: number): Screen =>
  asking(voice, 'settings-zone', `${cityOf(current)} (${offsetOf(current, now)})`, [
    ...zones.map((zone) => [
      button(clip(`${cityOf(zone)} (${offsetOf(zone, now)})`, 32), `settings:zone:${zone}`),
    ]),
    [button(voice.t('settings-b-zone-ask'), 'settings:ask:zone')],
  ]);

export const countryScreen = (
  voice: Voice,
  codes: readonly string[],
  { country }: PreferenceValues,
): Screen =>
  asking(voice, 'settings-country', country ? countryOf(voice, country) : voice.t('settings-country-auto'), [
    ...codes.map((code) => [button(clip(countryOf(voice, code), 32), `settings:country:${code}`)]),
    [button(voice.t('settings-b-country-auto'), 'settings:country:auto')],
    [button(voice.t('settings-b-country-ask'), 'settings:ask:country')],
  ]);

export const paceScreen = (voice: Voice, values: PreferenceValues): Screen =>
  asking(
    voice,
    'settings-pace',
    wordOf(voice, 'pace', values),
    PACES.map((pace) => [button(voice.t(`settings-b-pace-${pace}`), `settings:pace:${pace}`)]),
  );

const SPANS = ['20:00-08:00', '21:00-09:00', '22:00-07:00'] as const;

export const quietScreen = (voice: Voice, values: PreferenceValues): Screen =>
  asking(voice, 'settings-quiet', spanOf(voice, values.quietHours), [
    ...SPANS.map((span) => [button(span.replace('-', ' – '), `settings:quiet:${span}`)]),
    [button(voice.t('settings-b-quiet-ask'), 'settings:ask:quiet')],
    [button(voice.t('settings-b-quiet-off'), 'settings:quiet:off')],
    [
      button(
        clip(voice.t('settings-b-days', { value: wordOf(voice, 'quietDays', values) }), 32),
        'settings:days',
      ),
    ],
    [
      button(
        voice.t('settings-b-clock', { value: wordOf(voice, 'quietZone', values) }),
        `settings:clock:${values.quietZone === 'recipient' ? 'business' : 'recipient'}`,
      ),
    ],
  ]);

/** Each tap takes a day in or out. */
export function daysScreen(voice: Voice, values: PreferenceValues): Screen {
  const days = WEEKDAYS.map((day, nth) =>
    button(`${values.quietDays.includes(day) ? '✓ ' : ''}${dayName(voice, day)}`, `settings:days:${nth + 1}`),
  );
  return asking(voice, 'settings-days', wordOf(voice, 'quietDays', values), [
    days.slice(0, 3),
    days.slice(3, 5),
    days.slice(5),
  ]);
}

const CAPS = [100, 250, 500, 1000, 2000] as const;

export function capScreen(voice: Voice, { dailyCap }: PreferenceValues, number: NumberFacts): Screen {
  const today =
    number.cap === null ? null : voice.t('settings-cap-today', { cap: voice.many('newcomers', number.cap) });
  const [a, b, c, d, e] = CAPS.map((cap) => button(voice.number(cap), `settings:cap:${cap}`));
  const face = asking(voice, 'settings-cap', capOf(voice, dailyCap), [
    [button(voice.t('settings-b-cap-auto'), 'settings:cap:auto')],
    [a, b, c].flatMap((one) => one ?? []),
    [d, e].flatMap((one) => one ?? []),
    [button(voice.t('settings-b-cap-ask'), 'settings:ask:cap')],
    [button(voice.t('settings-b-cap-off'), 'settings:cap:off')],
  ]);
  return today ? { ...face, text: `${face.text}\n${today}` } : face;
}

/** How many months ago each answer is; the oldest are meant as *at least*. */
const AGES = [0, 3, 7, 13, 37] as const;

/** `maximum`: somebody wanted the fastest pace with a new link. */
export const ownedScreen = (voice: Voice, { ownedSince }: NumberFacts, maximum = false): Screen =>
  asking(
    voice,
    maximum ? 'settings-owned-first' : 'settings-owned',
    ownedSince === null ? voice.t('settings-none') : voice.monthOf(ownedSince),
    [
      ...AGES.map((months) => [button(voice.t(`settings-b-owned-${months}`), `settings:owned:${months}`)]),
      [button(voice.t('settings-b-owned-ask'), 'settings:ask:owned')],
    ],
  );

export const resetScreen = (voice: Voice, changed: readonly PreferenceName[]): Screen =>
  screen(
    [voice.t('settings-reset', { list: changed.map((name) => nameOf(voice, name)).join(', ') })],
    [[button(voice.t('settings-b-yes-reset'), 'settings:reset:yes', 'danger')], [back(voice)]],
  );

export const TYPED = ['zone', 'country', 'quiet', 'cap', 'owned'] as const;
/** What is asked for in words. */
export type Typed = (typeof TYPED)[number];

/** `wrong`: what was typed, which is none. */
export const askScreen = (voice: Voice, what: Typed, wrong?: string): Screen =>
  screen(
    [
      wrong === undefined ? null : voice.t('settings-wrong', { text: clip(wrong, 30) }),
      voice.t(`settings-ask-${what}`),
    ],
    [[back(voice)]],
  );
