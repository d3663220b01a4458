/** All that the program's port serves, put together from its parts: health, figures, the webhook, the panel. */
import type { OpenAccount } from './account.ts';
import type { TelegramBot } from './bot/bot.ts';
import type { Webhook } from './bot/webhook.ts';
import type { Draw } from './charts/draw.ts';
import type { Clock } from './clock.ts';
import { healthPart, type Readiness } from './http/health.ts';
import { type Http, openHttp } from './http/http.ts';
import { createMetrics, type MetricFacts, metricsPart } from './http/metrics.ts';
import { panelPart } from './http/panel/panel.ts';
import { webhookPart } from './http/webhook.ts';
import type { AccountId } from './queue/campaign.ts';
import { HOLD_REASONS } from './queue/ports.ts';
import { countingDay } from './queue/sending/counting.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store/store.ts';
import type { Language, Texts } from './texts/texts.ts';
import type { IdleWatch, Power } from './upkeep/power.ts';
import type { OpenRoom } from './upkeep/room.ts';
import { panelOf } from './web/panel.ts';

export interface WebDeps {
  readonly settings: Settings;
  readonly id: AccountId;
  readonly store: Store;
  readonly account: OpenAccount;
  readonly bot: TelegramBot;
  readonly webhook: Webhook | null;
  readonly power: Power;
  readonly idle: Pick<IdleWatch, 'stayAwake' | 'touched'>;
  readonly room: OpenRoom;
  readonly draw: Draw;
  readonly texts: Texts;
  readonly language: () => Language;
  readonly zone: () => string;
  readonly startedAt: number;
  /** Starts since the program was installed, this one included. */
  readonly starts: number;
  readonly clock: Clock;
}

export function openWeb(deps: WebDeps): Promise<Http> {
  const { settings, account, webhook, clock } = deps;
  const metrics = createMetrics(() => measure(deps));
  account.progress.on((event) => {
    if (event.type === 'acked') for (const ms of event.ms) metrics.acked(ms);
  });
  account.link.watch(({ is }) => {
    if (is === 'reconnecting') metrics.reconnecting();
  });
  return openHttp({
    port: settings.port,
    origins: settings.origins,
    parts: [
      healthPart({
        link: () => account.link.state().is,
        readiness: () => readiness(deps),
        startedAt: deps.startedAt,
        now: clock.now,
      }),
      metricsPart(metrics, settings.metricsToken),
      ...(webhook ? [webhookPart({ secret: webhook.secret, receive: deps.bot.receive })] : []),
      ...(settings.publicUrl ? [panelPart(panelOf(deps))] : []),
    ],
  });
}

/** What `/metrics` tells, read anew at each question. */
async function measure({ id, store, account, clock, ...deps }: WebDeps): Promise<MetricFacts> {
  const sentToday = async () => {
    const own = await store.accounts.get(id);
    return store.accounts.sentToday(id, countingDay(own?.countingDay ?? null, deps.zone(), clock.now()).day);
  };
  const [recipients, today, holds, sent] = await Promise.all([
    store.recipients.byState(id),
    account.progress.today(),
    account.progress.holds(),
    sentToday(),
  ]);
  return {
    recipients,
    queued: today.waiting,
    holds: Object.fromEntries(HOLD_REASONS.map((one) => [one, holds.some(({ reason }) => reason === one)])),
    link: account.link.state().is,
    newChatsToday: sent['new-chat'],
    dailyCap: today.cap,
    freeBytes: await deps.room.free(),
    silentSeconds: (clock.monotonic() - account.inboundAt()) / 1000,
    starts: deps.starts,
  };
}

/** All that must be there before a campaign can leave. */
async function readiness({ store, account, bot }: WebDeps): Promise<Readiness> {
  const stored = await store.accounts.list().then(
    () => true,
    () => false,
  );
  const telegram = bot.telegram();
  const ready = stored && telegram === 'ok' && account.ready();
  return { store: stored, telegram, whatsapp: account.link.state().is, ready };
}
