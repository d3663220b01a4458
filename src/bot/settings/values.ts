/** Preferences in words: what each is called, and what it is set to. */
import { type PreferenceName, type PreferenceValues, readPreference } from '../../preferences.ts';
import { WEEKDAYS, type Weekday } from '../../queue/calendar.ts';
import { callingCode } from '../../queue/import/phone.ts';
import type { Voice } from '../../texts/texts.ts';
import { paceName } from '../new/pace.ts';
import { clip } from '../screen.ts';
import { thresholdsLine } from './health.ts';

/** What a preference is called in a sentence. */
export const nameOf = (voice: Voice, name: PreferenceName): string => voice.t(`settings-name-${keyOf(name)}`);

/** `quietHours` → `quiet-hours`, as text keys are written. */
export const keyOf = (name: PreferenceName): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What a preference is set to, as it stands on a button. */
export function wordOf(voice: Voice, name: PreferenceName, values: Partial<PreferenceValues>): string {
  const yes = (flag: boolean | undefined) => voice.t(flag ? 'settings-yes' : 'settings-no');
  switch (name) {
    case 'zone':
      return cityOf(values.zone ?? '');
    case 'country':
      return values.country ? countryOf(voice, values.country) : voice.t('settings-country-auto');
    case 'language':
      return voice.t(`settings-language-${values.language ?? 'es'}`);
    case 'pace':
      return paceName(voice, values.pace ?? 'normal');
    case 'dailyCap':
      return capOf(voice, values.dailyCap ?? 'auto');
    case 'quietHours':
      return spanOf(voice, values.quietHours ?? 'off');
    case 'quietDays':
      return daysOf(voice, values.quietDays ?? []);
    case 'quietZone':
      return voice.t(`settings-clock-${values.quietZone ?? 'recipient'}`);
    case 'canary':
      return values.canary === 'off' ? voice.t('settings-no') : voice.number(values.canary ?? 0);
    case 'health':
      return values.health ? thresholdsLine(voice, values.health) : '';
    case 'optOutWords':
      return clip(values.optOutWords?.join(', ') || voice.t('settings-none'), 40);
    case 'footer':
      return yes(values.footer);
  }
}

/** A change of a preference as data: `pace="careful"`. */
export const change = <Name extends PreferenceName>(name: Name, value: PreferenceValues[Name]): string =>
  `${name}=${JSON.stringify(value)}`;

/** The same in words; what another version has written stands as it is. */
export function changeOf(voice: Voice, detail: string): string {
  const [, key = '', json = ''] = /^(\w+)=(.*)$/s.exec(detail) ?? [];
  const read = readPreference(key, json);
  return read ? `${nameOf(voice, read.name)}: ${wordOf(voice, read.name, read.values)}` : clip(detail, 40);
}

/** `Paraguay (+595)`. */
export const countryOf = (voice: Voice, code: string): string =>
  `${voice.country(code)} (+${callingCode(code)})`;

/** How many new people a day: by itself, no limit, or a number. */
export function capOf(voice: Voice, cap: PreferenceValues['dailyCap']): string {
  if (cap === 'auto') return voice.t('settings-cap-auto');
  return cap === 'off' ? voice.t('settings-cap-off') : voice.number(cap);
}

/** `20:00 a 8:00`. */
export function spanOf(voice: Voice, span: PreferenceValues['quietHours']): string {
  if (span === 'off') return voice.t('settings-no');
  return voice.t('settings-span', { from: clockOf(span.from), to: clockOf(span.to) });
}

/** A Monday. */
const A_MONDAY = Date.UTC(2024, 0, 1, 12);

/** `sáb`. */
export const dayName = (voice: Voice, day: Weekday): string =>
  new Intl.DateTimeFormat(voice.language, { weekday: 'short', timeZone: 'UTC' }).format(
    A_MONDAY + WEEKDAYS.indexOf(day) * 86_400_000,
  );

const daysOf = (voice: Voice, days: readonly Weekday[]): string =>
  days.length === 0
    ? voice.t('settings-days-none')
    : WEEKDAYS.filter((day) => days.includes(day))
        .map((day) => dayName(voice, day))
        .join(', ');

const clockOf = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** Zones are named without accents; their people write them so. */
const ACCENTS: Readonly<Record<string, string>> = {
  Asuncion: 'Asunción',
  Bogota: 'Bogotá',
  Cancun: 'Cancún',
  Ciudad_Juarez: 'Ciudad Juárez',
  Cordoba: 'Córdoba',
  Cuiaba: 'Cuiabá',
  Maceio: 'Maceió',
  Mazatlan: 'Mazatlán',
  Merida: 'Mérida',
  Mexico_City: 'Ciudad de México',
  Panama: 'Panamá',
  Sao_Paulo: 'São Paulo',
  Tucuman: 'Tucumán',
};

/** `America/Argentina/Buenos_Aires` → `Buenos Aires`. */
export function cityOf(zone: string): string {
  const last = zone.split('/').at(-1) ?? zone;
  return ACCENTS[last] ?? last.replaceAll('_', ' ');
}

/** `UTC−3` at that moment, as the zone's clocks go then. */
export function offsetOf(zone: string, now: number): string {
  const minutes =
    Temporal.Instant.fromEpochMilliseconds(Math.trunc(now)).toZonedDateTimeISO(zone).offsetNanoseconds / 6e10;
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
