/** Which version of WhatsApp Web we say that we are: the server refuses what is too old. */
import { DEFAULT_CONNECTION_CONFIG, fetchLatestWaWebVersion } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { KeyStore } from './auth-state.ts';
import { answerWithin } from './deadline.ts';

export type Version = readonly [number, number, number];

export interface Versions {
  /** The newest of those that are known. */
  current(): Version;
  /** The server refuses the current one: true when a newer one was found, which is kept. Never throws. */
  renew(): Promise<boolean>;
}

const DEADLINE = 10_000;
/** Where what was found lies: the next start would be refused without it. */
const KEPT = { type: 'web-version', id: 'newest' } as const;

/** `set` is the operator's word; one that the server refuses gives way to a newer one. */
export async function openVersions(deps: {
  set: Version | null;
  store: Pick<KeyStore, 'get' | 'commit'>;
  /** Asks WhatsApp's web page. */
  newest: () => Promise<Version | null>;
  clock: Clock;
  log: Logger;
}): Promise<Versions> {
  const kept = parse((await deps.store.get(KEPT.type, [KEPT.id])).get(KEPT.id));
  const given = deps.set ?? DEFAULT_CONNECTION_CONFIG.version;
  let current: Version = kept && isNewer(kept, given) ? kept : given;
  return {
    current: () => current,
    async renew() {
      try {
        const found = await answerWithin(deps.clock, DEADLINE, deps.newest());
        if (!isNewer(found, current)) return false;
        await deps.store.commit({ keys: { [KEPT.type]: { [KEPT.id]: found.join('.') } } });
        current = found;
        deps.log.info({ event: 'version', version: found.join('.') });
        return true;
      } catch (error) {
        deps.log.warn({ event: 'version', message: error instanceof Error ? error.message : String(error) });
        return false;
      }
    },
  };
}

/** What WhatsApp's own page runs; null when it can't be asked. */
export async function newestWebVersion(): Promise<Version | null> {
  const { version, isLatest } = await fetchLatestWaWebVersion({ signal: AbortSignal.timeout(DEADLINE) });
  return isLatest ? version : null;
}

function isNewer(one: Version, than: Version): boolean {
  const part = [0, 1, 2].find((nth) => one[nth] !== than[nth]);
  return part !== undefined && (one[part] ?? 0) > (than[part] ?? 0);
}

function parse(text: string | undefined): Version | null {
  const [major, minor, patch] = (text ?? '').split('.').map(Number);
  return major && patch && minor !== undefined && Number.isInteger(patch) ? [major, minor, patch] : null;
}
