/** `settings:zone`, `settings:country`, `settings:clients`: where the business is, and what its clients speak. */
import { COUNTRIES, findCountry } from '../../queue/import/country.ts';
import { findZones, zonesOf } from '../../queue/zone.ts';
import { LANGUAGES } from '../../texts/texts.ts';
import type { Answer } from '../question.ts';
import type { Area } from './area.ts';
import { askScreen, clientsScreen, countryScreen, zoneScreen } from './screens.ts';

/** Countries that are offered; others are typed. */
const OFFERED = 6;

export function addPlace(area: Area): Readonly<Record<'settings-zone' | 'settings-country', Answer>> {
  const { kit, onAdmin, show, set, old, voiceFor } = area;
  const { preferences, clock } = kit;

  onAdmin('settings:zone', async (ctx) => {
    const { zone } = preferences.now();
    const near = zonesOf(kit.place().country ?? '').filter((one) => one !== zone);
    await show(ctx, zoneScreen(await voiceFor(ctx), near, zone, clock.now()));
  });
  onAdmin(/^settings:zone:([\w+/-]+)$/, async (ctx) => {
    const [zone] = findZones(ctx.match[1] ?? '');
    await (zone ? set(ctx, 'zone', zone) : old(ctx));
  });
  onAdmin('settings:country', async (ctx) => {
    const now = preferences.now();
    const codes = COUNTRIES.filter((code) => code !== now.country).slice(0, OFFERED);
    await show(ctx, countryScreen(await voiceFor(ctx), codes, now));
  });
  onAdmin(/^settings:country:(auto|[A-Z]{2})$/, (ctx) =>
    set(ctx, 'country', ctx.match[1] === 'auto' ? null : (ctx.match[1] ?? null)),
  );
  onAdmin('settings:clients', async (ctx) =>
    show(ctx, clientsScreen(await voiceFor(ctx), preferences.now())),
  );
  onAdmin(/^settings:clients:(es|en|pt)$/, (ctx) =>
    set(ctx, 'language', LANGUAGES.find((one) => one === ctx.match[1]) ?? 'es'),
  );

  return {
    'settings-zone': area.answer(
      async (ctx, text) => {
        const [zone, ...others] = findZones(text);
        if (!zone) return false;
        const { zone: current } = preferences.now();
        if (others.length === 0) await set(ctx, 'zone', zone);
        else await show(ctx, zoneScreen(await voiceFor(ctx), [zone, ...others], current, clock.now()));
        return true;
      },
      (voice, text) => askScreen(voice, 'zone', text),
    ),
    'settings-country': area.answer(
      async (ctx, text) => {
        const country = findCountry(text);
        if (country) await set(ctx, 'country', country);
        return country !== null;
      },
      (voice, text) => askScreen(voice, 'country', text),
    ),
  };
}
