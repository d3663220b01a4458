/** The panel's part of the port: who looks, what they see and what a tap does, from account, bot and store. */
import qrcode from 'qrcode';
import { perform } from '../http/panel/acts.ts';
import type { Looker, PanelDeps } from '../http/panel/panel.ts';
import { type PanelFacts, panelView } from '../http/panel/view.ts';
import { formatPhone } from '../queue/import/phone.ts';
import { createVoice, languageOf, type Voice } from '../texts/texts.ts';
import type { WebDeps } from '../web.ts';

/** Words that the page needs before it knows who looks, and for what it says by itself. */
const PAGE_WORDS = [
  'panel-title',
  'panel-outside',
  'panel-over',
  'panel-offline',
  'panel-stale',
  'panel-failed',
  'panel-qr',
  'panel-h-today',
  'panel-h-next',
  'panel-h-last',
  'panel-h-account',
  'panel-h-stats',
  'stats-b-day',
  'stats-b-week',
  'stats-b-month',
  'panel-h-more',
  'panel-ask-number',
  'panel-number',
  'panel-ask-password',
  'panel-password',
  'panel-b-back',
  'guard-stranger',
] as const;

/** Ended campaigns, and those that wait for their time. */
const SHOWN = { last: 5, next: 2 };

/** What `http/panel/` asks of the program. */
export function panelOf(deps: WebDeps): PanelDeps {
  const { store, account, bot, clock, settings } = deps;
  const place = () => ({ country: account.country(), zone: deps.zone() });
  const voiceFor = async ({ id }: Looker): Promise<Voice> => {
    const member = await store.team.member(id);
    return createVoice(deps.texts, languageOf(member?.language, deps.language()), place());
  };
  return {
    token: settings.telegram.token,
    frames: settings.origins,
    clock,
    async member(id) {
      const member = await store.team.member(id);
      if (!member) return null;
      const admin = member.role === 'admin' || settings.telegram.operators.includes(id);
      return { id, name: member.name, admin };
    },
    async view(looker) {
      const voice = await voiceFor(looker);
      const facts = await panelFacts(deps, voice, looker);
      return panelView(voice, facts, (view) => bot.chat.headline(voice, view), clock.now());
    },
    async stats(looker, period) {
      const { lines, chart } = await bot.chat.figures(await voiceFor(looker), period);
      const picture = await deps.draw(chart, 'svg').catch(() => null);
      const address = picture && `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`;
      return { lines, picture: address };
    },
    async act(looker, act, value) {
      deps.idle.touched();
      const tools = { ...deps, ...account, stayAwake: deps.idle.stayAwake, chat: bot.chat };
      return perform(tools, await voiceFor(looker), looker, act, value);
    },
    words(code) {
      const language = languageOf(code, deps.language());
      const words = PAGE_WORDS.map((key): [string, string] => [
        key,
        deps.texts.t(language, key, { at: '{at}' }),
      ]);
      return { language, words: Object.fromEntries(words) };
    },
    watch(listener) {
      const stops = [account.progress.on(listener), account.link.watch(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

async function panelFacts(deps: WebDeps, voice: Voice, { admin }: Looker): Promise<PanelFacts> {
  const { id, store, account, power } = deps;
  const { progress, link } = account;
  const cards = async (ids: readonly { id: Parameters<typeof progress.card>[0] }[]) =>
    (await Promise.all(ids.map((one) => progress.card(one.id)))).filter((card) => card !== null);
  const listed = (states: ('scheduled' | 'finished' | 'cancelled')[], limit: number) =>
    store.campaigns.list({ accountId: id, kinds: ['campaign'], states, limit });
  const [active, scheduled, ended, today, health, holds] = await Promise.all([
    progress.active().then(cards),
    listed(['scheduled'], 50),
    listed(['finished', 'cancelled'], SHOWN.last).then(({ campaigns }) => cards(campaigns)),
    progress.today(),
    progress.health(),
    progress.holds(),
  ]);
  const state = link.state();
  const { phone } = link.identity();
  return {
    link: state,
    phone: phone && formatPhone(phone),
    active,
    scheduled: scheduled.campaigns
      .toSorted((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0))
      .slice(0, SHOWN.next),
    ended,
    today,
    health: deps.bot.chat.health(voice, health, today),
    holds: holds.map(({ reason }) => voice.t(`hold-${reason}`)),
    off: holds.some(({ reason }) => reason === 'disabled'),
    admin,
    hasPassword: power.hasPassword,
    qr: state.is === 'awaiting-scan' && state.how === 'qr' ? await pictureOf(state.text) : null,
  };
}

const pictureOf = (text: string): Promise<string> =>
  qrcode.toDataURL(text, { width: 680, margin: 4, errorCorrectionLevel: 'M' });
