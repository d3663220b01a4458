/** Moments, days and spans in words, on the business's clock, as they are written where the reader lives. */

export interface Times {
  /** `14:52`; with the day when it isn't today. */
  time(at: number, now: number): string;
  /** `14:52`, whatever the day. */
  clock(at: number): string;
  /** `25 nov`. */
  day(at: number): string;
  /** `3 de marzo`; with the year when it isn't this one. */
  date(at: number, now: number): string;
  /** `3/2020`. */
  monthOf(at: number): string;
  /** The same with every day named: `hoy 18:00`, `jueves 3, 9:00`, `jue 3 dic, 9:00`. */
  moment(at: number, now: number): string;
  /** `2026-12` → `diciembre de 2026`, `dic`. */
  month(month: string, style: 'long' | 'short'): string;
  /** One letter each, Monday first. */
  weekdays(): string[];
  duration(ms: number): string;
}

const DAY = 86_400_000;
/** The first of seven days in a row whose names are known by it. */
const A_MONDAY = Date.UTC(2026, 10, 23, 12);

/** `t` says the few words that are sentences of ours; the rest is the locale's. */
export function createTimes(
  t: (key: string, values?: Readonly<Record<string, string | number>>) => string,
  locale: string,
  zone: string,
): Times {
  /** Made at its first use: a voice is made for every message, and says few of these. */
  const format = (options: Intl.DateTimeFormatOptions, timeZone = zone) => {
    let made: Intl.DateTimeFormat | undefined;
    return (at: number) => {
      made ??= new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
      return made.format(at);
    };
  };
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const weekdayAt = format({ weekday: 'long', hour: '2-digit', minute: '2-digit' });
  const dateAt = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const weekday = format({ weekday: 'long' });
  const planned = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const day = format({ day: 'numeric', month: 'short' });
  const date = format({ day: 'numeric', month: 'long' });
  const dateOfYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const letter = format({ weekday: 'narrow' }, 'UTC');
  const monthNames = {
    long: format({ month: 'long', year: 'numeric' }, 'UTC'),
    short: format({ month: 'short' }, 'UTC'),
  };

  const hour = (at: number) => clock(at).replace(/^0(?=\d:)/, '');
  const dayOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(Math.trunc(at)).toZonedDateTimeISO(zone).toPlainDate();
  const daysUntil = (at: number, now: number) => dayOf(now).until(dayOf(at)).days;

  return {
    time(at, now) {
      const days = daysUntil(at, now);
      const time = hour(at);
      if (days === 0) return time;
      if (days === 1) return t('time-tomorrow', { time });
      if (days === -1) return t('time-yesterday', { time });
      return days > 1 && days < 7 ? weekdayAt(at) : dateAt(at);
    },
    clock,
    day: (at) => day(at).replace(/\.$/, ''),
    date: (at, now) => (dayOf(at).year === dayOf(now).year ? date(at) : dateOfYear(at)),
    monthOf: format({ month: 'numeric', year: 'numeric' }),
    moment(at, now) {
      const days = daysUntil(at, now);
      const time = hour(at);
      if (days === 0) return t('time-today', { time });
      if (days === 1) return t('time-tomorrow', { time });
      if (days === -1) return t('time-yesterday', { time });
      const near = days > 1 && days < 7;
      return `${near ? `${weekday(at)} ${dayOf(at).day}` : planned(at).replaceAll(/[.,]/g, '')}, ${time}`;
    },
    month: (month, style) => monthNames[style](Date.parse(`${month}-15T12:00Z`)).replace(/\.$/, ''),
    weekdays: () => Array.from({ length: 7 }, (_, nth) => letter(A_MONDAY + nth * DAY)),
    duration(ms) {
      const minutes = Math.ceil(ms / 60_000);
      if (ms < 60_000) return t('time-under-minute');
      if (minutes < 60) return t('time-minutes', { minutes });
      const hours = Math.floor(minutes / 60);
      if (hours < 24) return t('time-hours', { hours, minutes: minutes % 60 });
      return t('time-days', { days: Math.floor(hours / 24), hours: hours % 24 });
    },
  };
}
