/** `/settings`: what people choose for themselves, and what admins choose for everybody; each tap changes in place. */
import { Composer } from 'grammy';
import type { PreferenceName, PreferenceValues } from '../../preferences.ts';
import { parseSpan, WEEKDAYS } from '../../queue/calendar.ts';
import { COUNTRIES, findCountry } from '../../queue/import/country.ts';
import { parseSince } from '../../queue/number.ts';
import { PACES } from '../../queue/ports.ts';
import { findZones, zonesOf } from '../../queue/zone.ts';
import { LANGUAGES } from '../../texts/texts.ts';
import { offerCommands, typed } from '../commands.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { change } from '../ops/screens.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import type { Screen } from '../screen.ts';
import { addHealth } from './health.ts';
import {
  askScreen,
  capScreen,
  clientsScreen,
  countryScreen,
  daysScreen,
  languageScreen,
  ownedScreen,
  paceScreen,
  quietScreen,
  resetScreen,
  settingsScreen,
  TYPED,
  type Typed,
  zoneScreen,
} from './screens.ts';

/** Countries that are offered; others are typed. */
const OFFERED = 6;
const MOST_CAP = 10_000_000;

export interface SettingsArea {
  readonly composer: Composer<BotContext>;
  /** Answers to what is asked about the account's health. */
  readonly health: ReturnType<typeof addHealth>;
  readonly answers: Readonly<Record<Typed, Answer>>;
}

export function createSettings(kit: Kit): SettingsArea {
  const { preferences, team, outbox, clock, number } = kit;
  const composer = new Composer<BotContext>();

  const voiceFor = (ctx: BotContext) => kit.voiceOf(ctx.chat?.id ?? 0);

  /** In place of the message that was tapped; anew where nothing was, or where it is gone. */
  async function show(ctx: BotContext, face: Screen) {
    const chat = ctx.chat?.id ?? 0;
    const place = tapped(ctx);
    if (place && (await outbox.edit(chat, place, face, { answer: true })) === 'done') return;
    await outbox.send(chat, face, { answer: true });
  }

  async function all(ctx: BotContext) {
    const own = await team.member(ctx.from?.id ?? 0);
    if (!own) return;
    const view = {
      own,
      values: preferences.now(),
      number: await number.facts(),
      changed: preferences.changed(),
    };
    await show(ctx, settingsScreen(kit.voice(own), view, clock.now()));
  }

  /** A tap; an open question is answered by it, or given up. */
  const on = (
    payload: string | RegExp,
    handle: (ctx: BotContext & { match: string | RegExpMatchArray }) => Promise<unknown>,
  ) =>
    composer.callbackQuery(payload, async (ctx) => {
      await closeQuestions(ctx);
      await handle(ctx);
      await toast(ctx);
    });
  const onAdmin: typeof on = (payload, handle) =>
    on(payload, async (ctx) => void ((await adminsOnly(kit, ctx)) && (await handle(ctx))));

  /** A button of old, or of nobody: what it says is no value. */
  async function old(ctx: BotContext) {
    await toast(ctx, (await voiceFor(ctx)).t('guard-old'));
    await all(ctx);
  }

  async function set<Name extends PreferenceName>(
    ctx: BotContext,
    name: Name,
    value: PreferenceValues[Name],
    then: (ctx: BotContext) => Promise<void> = all,
  ) {
    await preferences.set(name, value);
    await kit.record(ctx, 'setting-changed', { detail: change(name, value) });
    await then(ctx);
  }

  async function declare(ctx: BotContext, since: number) {
    await number.declare(since);
    await kit.record(ctx, 'number-declared', { detail: new Date(since).toISOString().slice(0, 7) });
    await all(ctx);
  }

  composer.command(typed('settings'), all);
  on('settings:show', all);
  on('settings:lang', async (ctx) => show(ctx, languageScreen(await voiceFor(ctx))));
  on(/^settings:lang:(es|en|pt)$/, async (ctx) => {
    const language = LANGUAGES.find((one) => one === ctx.match[1]) ?? 'es';
    await team.change(ctx.from?.id ?? 0, { language });
    await all(ctx);
    await offerCommands(kit, ctx.from?.id ?? 0);
  });
  on(/^settings:(replies|plain)$/, async (ctx) => {
    const own = await team.member(ctx.from?.id ?? 0);
    if (!own) return;
    await team.change(own.id, ctx.match[1] === 'plain' ? { plain: !own.plain } : { replies: !own.replies });
    await all(ctx);
  });

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
  onAdmin('settings:pace', async (ctx) => show(ctx, paceScreen(await voiceFor(ctx), preferences.now())));
  onAdmin(/^settings:pace:(careful|normal|maximum)$/, async (ctx) => {
    const pace = PACES.find((one) => one === ctx.match[1]) ?? 'normal';
    const facts = await number.facts();
    if (pace === 'maximum' && !facts.maximumOpen)
      return show(ctx, ownedScreen(await voiceFor(ctx), facts, true));
    await set(ctx, 'pace', pace);
  });
  onAdmin('settings:quiet', async (ctx) => show(ctx, quietScreen(await voiceFor(ctx), preferences.now())));
  onAdmin(/^settings:quiet:(off|[\d:-]+)$/, async (ctx) => {
    const value = ctx.match[1] === 'off' ? 'off' : parseSpan(ctx.match[1] ?? '');
    await (value ? set(ctx, 'quietHours', value) : old(ctx));
  });
  onAdmin('settings:days', async (ctx) => show(ctx, daysScreen(await voiceFor(ctx), preferences.now())));
  onAdmin(/^settings:days:([1-7])$/, async (ctx) => {
    const { quietDays } = preferences.now();
    const day = WEEKDAYS[Number(ctx.match[1]) - 1];
    const days = WEEKDAYS.filter((one) => (one === day) !== quietDays.includes(one));
    // A day must stay on which people may be written to.
    if (day && days.length < WEEKDAYS.length) {
      await preferences.set('quietDays', days);
      await kit.record(ctx, 'setting-changed', { detail: change('quietDays', days) });
    }
    await show(ctx, daysScreen(await voiceFor(ctx), preferences.now()));
  });
  onAdmin(/^settings:clock:(recipient|business)$/, (ctx) =>
    set(ctx, 'quietZone', ctx.match[1] === 'business' ? 'business' : 'recipient'),
  );
  onAdmin('settings:cap', async (ctx) =>
    show(ctx, capScreen(await voiceFor(ctx), preferences.now(), await number.facts())),
  );
  onAdmin(/^settings:cap:(auto|off|\d{1,8})$/, async (ctx) => {
    const value = capIn(ctx.match[1] ?? '');
    await (value ? set(ctx, 'dailyCap', value) : old(ctx));
  });
  onAdmin('settings:owned', async (ctx) => show(ctx, ownedScreen(await voiceFor(ctx), await number.facts())));
  onAdmin(/^settings:owned:(\d{1,3})$/, (ctx) => declare(ctx, monthsAgo(Number(ctx.match[1]), clock.now())));
  onAdmin('settings:footer', (ctx) => set(ctx, 'footer', !preferences.now().footer));
  onAdmin('settings:clients', async (ctx) =>
    show(ctx, clientsScreen(await voiceFor(ctx), preferences.now())),
  );
  onAdmin(/^settings:clients:(es|en|pt)$/, (ctx) =>
    set(ctx, 'language', LANGUAGES.find((one) => one === ctx.match[1]) ?? 'es'),
  );
  const health = addHealth(kit, { onAdmin, show, set });
  onAdmin('settings:reset', async (ctx) =>
    show(ctx, resetScreen(await voiceFor(ctx), preferences.changed())),
  );
  onAdmin('settings:reset:yes', async (ctx) => {
    await preferences.reset();
    await kit.record(ctx, 'settings-reset');
    await all(ctx);
  });
  onAdmin(/^settings:ask:(zone|country|quiet|cap|owned)$/, async (ctx) => {
    const what = TYPED.find((one) => one === ctx.match[1]) ?? 'zone';
    await show(ctx, askScreen(await voiceFor(ctx), what));
    await askFor(ctx, `settings-${what}`);
  });

  /** `take` returns false for what it doesn't understand: a hint follows, and the question stays open. */
  const answering =
    (what: Typed, take: (ctx: BotContext, text: string) => Promise<boolean>): Answer =>
    async (ctx) => {
      const text = ctx.message?.text ?? '';
      // Whoever was an admin when the question was asked may be none any more.
      if (!(await adminsOnly(kit, ctx)) || (await take(ctx, text))) return true;
      await outbox.send(ctx.chat?.id ?? 0, askScreen(await voiceFor(ctx), what, text), { answer: true });
      return false;
    };

  const answers: SettingsArea['answers'] = {
    zone: answering('zone', async (ctx, text) => {
      const [zone, ...others] = findZones(text);
      if (!zone) return false;
      if (others.length === 0) await set(ctx, 'zone', zone);
      else
        await show(
          ctx,
          zoneScreen(await voiceFor(ctx), [zone, ...others], preferences.now().zone, clock.now()),
        );
      return true;
    }),
    country: answering('country', async (ctx, text) => {
      const country = findCountry(text);
      if (country) await set(ctx, 'country', country);
      return country !== null;
    }),
    quiet: answering('quiet', async (ctx, text) => {
      const span = /^(off|no|nada|ninguna|none|nenhum)$/i.test(text.trim()) ? 'off' : parseSpan(text);
      if (!span || (span !== 'off' && span.from === span.to)) return false;
      await set(ctx, 'quietHours', span);
      return true;
    }),
    cap: answering('cap', async (ctx, text) => {
      const value = capIn(text.trim().replaceAll(/(?<=\d)[.,\s](?=\d{3}\b)/g, ''));
      if (value) await set(ctx, 'dailyCap', value);
      return value !== null;
    }),
    owned: answering('owned', async (ctx, text) => {
      const since = parseSince(text, clock.now());
      if (since !== null) await declare(ctx, since);
      return since !== null;
    }),
  };
  return { composer, answers, health };
}

function capIn(text: string): PreferenceValues['dailyCap'] | null {
  if (text === 'auto' || text === 'off') return text;
  const value = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= MOST_CAP ? value : null;
}

function monthsAgo(months: number, now: number): number {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(now))
    .toZonedDateTimeISO('UTC')
    .subtract({ months }).epochMilliseconds;
}
