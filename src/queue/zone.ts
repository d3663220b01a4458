/** Time zones as people name them: by city, by country, or as the tables write them. */
import { isZone } from './calendar.ts';

/** Of countries with several, those that most people live in come first. */
const MAIN: readonly string[] = [
  'America/Sao_Paulo',
  'America/Mexico_City',
  'America/Buenos_Aires',
  'America/Santiago',
  'America/Guayaquil',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Toronto',
  'Europe/Madrid',
  'Europe/Lisbon',
];
/** As many as a phone shows without much scrolling. */
const MOST = 8;

/** The zones of a country, the likely ones first. */
export function zonesOf(country: string): string[] {
  const { timeZones } = tablesOf(country);
  return byLikelihood(timeZones).slice(0, MOST);
}

/** Zones that this may mean: one when it is plain, several to choose from, none. */
export function findZones(text: string): string[] {
  const written = folded(text);
  if (written === '') return [];
  const all = Intl.supportedValuesOf('timeZone');
  const exact = all.find((zone) => zone.toLowerCase() === text.trim().toLowerCase());
  if (exact) return [exact];
  const shift = /^(?:utc|gmt)\s*([+-−])\s*(\d{1,2})$/.exec(text.trim().toLowerCase());
  if (shift) return fixed(shift[1] ?? '+', Number(shift[2]));
  const cities = all.filter((zone) => folded(cityIn(zone)) === written);
  if (cities.length > 0) return byLikelihood(cities);
  return byLikelihood(all.filter((zone) => folded(cityIn(zone)).startsWith(written))).slice(0, MOST);
}

/** The tables count from the other side: `Etc/GMT+3` is three hours behind. */
function fixed(sign: string, hours: number): string[] {
  const zone = hours === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${hours}`;
  return isZone(zone) ? [zone] : [];
}

const cityIn = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

const byLikelihood = (zones: readonly string[]): string[] => {
  const rank = (zone: string) => (MAIN.includes(zone) ? MAIN.indexOf(zone) : MAIN.length);
  return zones.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
};

function tablesOf(country: string): { timeZones: readonly string[] } {
  try {
    return { timeZones: new Intl.Locale('und', { region: country }).getTimeZones() ?? [] };
  } catch {
    return { timeZones: [] };
  }
}

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
