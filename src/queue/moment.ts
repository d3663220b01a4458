/**
 * When, as people write it: *mañana 9*, *lunes 14:30*, *15/12 9:00*, *amanhã às 18h*, *Dec 15, 9 am*. Spanish,
 * Portuguese and English at once: nobody thinks of a language when they write an hour. Pure.
 */
import { zoned } from './calendar.ts';
import { momentOf } from './schedule.ts';

export type Moment =
  | { ok: true; at: number }
  /** The day is understood (`YYYY-MM-DD`), its hour is missing. */
  | { ok: false; why: 'no-time'; day: string }
  /** `two-ways`: 3/4 is in April or in March, by who reads it. `far`: in more than a year. */
  | { ok: false; why: 'two-ways' | 'past' | 'far' | 'unknown' };

/** `dayFirst`: 3/4 can only be the third of April, as it is wherever Spanish or Portuguese is spoken. */
export function parseMoment(written: string, now: number, zone: string, dayFirst: boolean): Moment {
  const text = plain(written);
  const wait = waitIn(text);
  if (wait !== null) return bounded(now + wait, now);
  const today = zoned(now, zone).toPlainDate();
  const found = dayIn(text, today, dayFirst);
  if (found === null || found === 'two-ways') return { ok: false, why: found ?? 'unknown' };
  const { day, rest, weekday } = found;
  const words = rest.split(' ').filter((word) => word !== '' && !FILLERS.has(word));
  if (words.length === 0)
    return day ? { ok: false, why: 'no-time', day: day.toString() } : { ok: false, why: 'unknown' };
  const time = timeIn(words.join(' '));
  // An hour alone is one of today; a bare number alone is none.
  if (!time || (!day && time.bare)) return { ok: false, why: 'unknown' };
  const moment = (date: Temporal.PlainDate) => momentOf(`${date}T${time.text}`, zone) ?? 0;
  const at = moment(day ?? today);
  return bounded(weekday && at <= now ? moment((day ?? today).add({ days: 7 })) : at, now);
}

/** An hour alone, *18:30*, *6 pm*, *a las 18*: minutes since midnight; null when it is none. */
export function parseHour(written: string): number | null {
  const words = plain(written)
    .split(' ')
    .filter((word) => word !== '' && !FILLERS.has(word));
  const time = timeIn(words.join(' '));
  if (!time) return null;
  const [hours = 0, minutes = 0] = time.text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Nobody plans a message for longer. */
const MOST = 366 * 86_400_000;

function bounded(at: number, now: number): Moment {
  if (at <= now) return { ok: false, why: 'past' };
  return at - now > MOST ? { ok: false, why: 'far' } : { ok: true, at };
}

const HALVES: readonly [RegExp, string][] = [
  [/\b(pasado manana|depois de amanha|day after tomorrow)\b/g, ' overmorrow '],
  [/\b((de|por|en|a) la manana|d[ae] manha|pela manha|in the morning)\b/g, ' am '],
  [
    /\b((de|por|en|a) la (tarde|noche)|d[ae] (tarde|noite)|[ap]ela (tarde|noite)|in the (afternoon|evening)|at night)\b/g,
    ' pm ',
  ],
  [/\b(mediodia|meio[- ]dia|noon|midday)\b/g, ' 12:00 '],
  [/\b(\d{1,2}) ?(?:h|horas?)? (?:y media|e meia)\b/g, ' $1:30 '],
  [/\b(\d{1,2}) ?(?:h|horas?)? (?:y|e) (?:un |um )?(?:cuarto|quarto)\b/g, ' $1:15 '],
  [/\bhalf past (\d{1,2})\b/g, ' $1:30 '],
  [/\b(?:a )?quarter past (\d{1,2})\b/g, ' $1:15 '],
  [/\b(\d{1,2})\s*h\s*(\d{2})\b/g, ' $1:$2 '],
  [/\b(\d{1,2}(?::\d{2})?)\s*(?:h|hs|hrs|horas?|hours?|o'?clock)\b/g, ' $1h '],
  [/\b(\d{1,2}(?::\d{2})?)\s*([ap])\.?\s*m\b\.?/g, ' $1 $2m '],
];

/** Without accents, commas and the many ways to say the same. */
function plain(written: string): string {
  const bare = written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[,;!¡?¿]+|\.$/g, ' ');
  // A wait keeps its words: its hours are no hour.
  const halves = WAIT.test(bare.trim()) ? [] : HALVES;
  return halves
    .reduce((text, [pattern, short]) => text.replace(pattern, short), bare)
    .replace(/\s+/g, ' ')
    .trim();
}

const WAIT =
  /^(?:en|em|dentro de|daqui a|in) (\d{1,3}|un|una|um|uma|an?|media|meia|half an?) (minutos?|mins?|minutes?|horas?|h|hours?)$/;

/** *en 2 horas*, in milliseconds. */
function waitIn(text: string): number | null {
  const [, count = '', unit = ''] = WAIT.exec(text) ?? [];
  if (unit === '') return null;
  const half = /^(media|meia|half)/.test(count);
  const number = half ? 0.5 : /^\d/.test(count) ? Number(count) : 1;
  return number * (unit.startsWith('m') ? 60_000 : 3_600_000);
}

interface Day {
  /** Null: no word of a day. */
  readonly day: Temporal.PlainDate | null;
  readonly rest: string;
  /** Named by its weekday alone: the next one will do. */
  readonly weekday: boolean;
}

/** The day of a text, and what stands beside it. Null: a day that doesn't exist, or two that differ. */
function dayIn(text: string, today: Temporal.PlainDate, dayFirst: boolean): Day | null | 'two-ways' {
  const date = dateIn(text, today, dayFirst);
  if (date === null || date === 'two-ways') return date;
  const [name = '', nth] = weekdayIn(date.rest);
  if (nth === undefined) return { ...date, weekday: false };
  const rest = date.rest.replace(name, ' ').trim();
  if (date.day) return date.day.dayOfWeek === nth ? { day: date.day, rest, weekday: false } : null;
  // *jueves 3, 9:00*: the number before the hour is the day.
  const [, number, time] = /^(\d{1,2})\b(?![:.h])\s+(?:a las |as |at )?(\d.*)$/.exec(rest) ?? [];
  if (number && time) {
    const named = comingDay(Number(number), nth, today);
    return named && { day: named, rest: time, weekday: false };
  }
  return { day: today.add({ days: (nth - today.dayOfWeek + 7) % 7 }), rest, weekday: true };
}

const DAYS: Readonly<Record<string, number>> = {
  ...{ hoy: 0, hoje: 0, today: 0 },
  ...{ manana: 1, amanha: 1, tomorrow: 1, overmorrow: 2 },
};

type Dated = Omit<Day, 'weekday'>;

function dateIn(text: string, today: Temporal.PlainDate, dayFirst: boolean): Dated | null | 'two-ways' {
  const word = /\b(hoy|hoje|today|manana|amanha|tomorrow|overmorrow)\b/.exec(text)?.[0];
  if (word) return { day: today.add({ days: DAYS[word] ?? 0 }), rest: text.replace(word, ' ').trim() };
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})t?\b/.exec(text);
  if (iso) return dated(text, iso[0], today, Number(iso[3]), Number(iso[2]), Number(iso[1]));
  const named = NAMED.exec(text);
  if (named) {
    const [whole, before, monthAfter, monthBefore, after, year] = named;
    const month = MONTHS.findIndex((names) => names.includes((monthAfter ?? monthBefore ?? '').slice(0, 3)));
    return dated(text, whole, today, Number(before ?? after), month + 1, year ? Number(year) : null);
  }
  const slashed = /\b(\d{1,2})([/-])(\d{1,2})(?:\2(\d{4}|\d{2}))?\b/.exec(text);
  if (!slashed) return { day: null, rest: text };
  const [one, two] = [Number(slashed[1]), Number(slashed[3])];
  if (!dayFirst && one <= 12 && two <= 12 && one !== two) return 'two-ways';
  const [day, month] = !dayFirst && two > 12 ? [two, one] : [one, two];
  const year = slashed[4] ? (Number(slashed[4]) % 100) + 2000 : null;
  return dated(text, slashed[0], today, day, month, year);
}

/** By their first three letters, in the three languages. */
const MONTHS: readonly (readonly string[])[] = [
  ['ene', 'jan'],
  ['feb', 'fev'],
  ['mar'],
  ['abr', 'apr'],
  ['may', 'mai'],
  ['jun'],
  ['jul'],
  ['ago', 'aug'],
  ['sep', 'set'],
  ['oct', 'out'],
  ['nov'],
  ['dic', 'dez', 'dec'],
];
const MONTH =
  '(enero|ene|janeiro|january|jan|febrero|feb|fevereiro|fev|february|marzo|marco|march|mar|abril|abr|april|apr|mayo|maio|may|mai|junio|junho|june|jun|julio|julho|july|jul|agosto|ago|august|aug|septiembre|setiembre|setembro|september|sept|sep|set|octubre|october|oct|outubro|out|noviembre|novembro|november|nov|diciembre|dic|dezembro|dez|december|dec)\\b\\.?';
const NAMED = new RegExp(
  `\\b(?:(\\d{1,2})(?:st|nd|rd|th|[oº°])? (?:de |of )?${MONTH}|${MONTH} (\\d{1,2})(?:st|nd|rd|th)?\\b(?![:.]))(?: (?:del? )?(\\d{4}))?`,
);

/** A date without a year is the coming one; one that is just over was meant as it stands. */
const JUST_OVER = 120;

function dated(
  text: string,
  whole: string,
  today: Temporal.PlainDate,
  day: number,
  month: number,
  year: number | null,
): Dated | null {
  const rest = text.replace(whole, ' ').trim();
  try {
    const of = (wanted: number) =>
      Temporal.PlainDate.from({ year: wanted, month, day }, { overflow: 'reject' });
    if (year !== null) return { day: of(year), rest };
    const same = of(today.year);
    return { day: today.since(same).days > JUST_OVER ? of(today.year + 1) : same, rest };
  } catch {
    return null;
  }
}

const WEEKDAYS =
  /\b(?:(?:next|este|esta|this|(?:el )?proximo|a? ?proxima) )?(lunes|lun|segunda(?:[- ]feira)?|seg|monday|mon|martes|terca(?:[- ]feira)?|ter|tuesday|tue|miercoles|mie|quarta(?:[- ]feira)?|qua|wednesday|wed|jueves|jue|quinta(?:[- ]feira)?|qui|thursday|thu|viernes|vie|sexta(?:[- ]feira)?|sex|friday|fri|sabado|sab|saturday|sat|domingo|dom|sunday|sun)\b\.?(?: que viene| que vem)?/;
const WEEK: readonly (readonly string[])[] = [
  ['lun', 'seg', 'mon'],
  ['mar', 'ter', 'tue'],
  ['mie', 'qua', 'wed'],
  ['jue', 'qui', 'thu'],
  ['vie', 'sex', 'fri'],
  ['sab', 'sat'],
  ['dom', 'sun'],
];

function weekdayIn(text: string): [whole?: string, nth?: number] {
  const [whole, name = ''] = WEEKDAYS.exec(text) ?? [];
  const nth = WEEK.findIndex((names) => names.includes(name.slice(0, 3)));
  return nth < 0 || whole === undefined ? [] : [whole, nth + 1];
}

/** The coming day of that number, if it falls on that weekday. */
function comingDay(number: number, weekday: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  for (let months = 0; months < 2; months += 1) {
    const month = today.with({ day: 1 }).add({ months });
    if (number < 1 || number > month.daysInMonth) continue;
    const day = month.with({ day: number });
    if (Temporal.PlainDate.compare(day, today) >= 0) return day.dayOfWeek === weekday ? day : null;
  }
  return null;
}

/** Words that say nothing by themselves. */
const FILLERS = new Set(
  'a al ao as at con de del do da el en em la las los na no o on para the to um à às ás hs'.split(' '),
);

/** `HH:MM`; `bare` is a number that could be anything. */
function timeIn(text: string): { text: string; bare: boolean } | null {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?(h)?(?: ?(am|pm))?$/.exec(text);
  if (!match) return null;
  const [, hours = '', minutes = '00', suffix, half] = match;
  const said = Number(hours);
  // Noon and midnight are what people mean by 12 am as often as not.
  if (half !== undefined && (said === 0 || (said === 12 && half === 'am') || (said > 12 && half === 'am')))
    return null;
  const hour = half === 'pm' && said < 12 ? said + 12 : said;
  if (hour > 23 || Number(minutes) > 59) return null;
  const bare = match[2] === undefined && suffix === undefined && half === undefined;
  return { text: `${String(hour).padStart(2, '0')}:${minutes}`, bare };
}
