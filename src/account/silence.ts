/** Notices a connection that is open and brings nothing, until the account ends. */

import { CALM, nextWatch, WATCH_EVERY, type WatchFacts } from '../upkeep/watchdog.ts';
import type { LinkState } from '../whatsapp/link.ts';
import type { WhatsApp } from '../whatsapp/whatsapp.ts';
import type { Core } from './core.ts';
import type { AccountDeps } from './deps.ts';

export async function watchSilence(
  { clock, logs, onSilence }: AccountDeps,
  { running, ending }: Core,
  whatsapp: Pick<WhatsApp, 'link' | 'lastInbound' | 'refresh'>,
): Promise<void> {
  let watch = CALM;
  while (!ending.signal.aborted) {
    await clock.sleep(WATCH_EVERY, ending.signal).catch(() => undefined);
    const next = nextWatch(watch, {
      now: clock.monotonic(),
      link: wayOf(whatsapp.link.state()),
      expecting: running.sender?.expecting() ?? false,
      inboundAt: whatsapp.lastInbound(),
    });
    watch = next.watch;
    if (next.act) logs.core.warn({ event: 'silence', act: next.act });
    if (next.act === 'refresh') whatsapp.refresh();
    if (next.act === 'restart') onSilence();
  }
}

function wayOf({ is }: LinkState): WatchFacts['link'] {
  if (is === 'online') return is;
  return is === 'connecting' || is === 'reconnecting' ? 'trying' : 'out';
}
