/** Trusted-contact tokens: what the server gives for people who know us, and what we tell it after a batch. */
import type { WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import type { Address } from '../queue/ports.ts';
import type { AuthState } from './auth-state.ts';
import { isOwn } from './jid.ts';

/** A token is good for 28 days. */
const LIFE_S = 28 * 86_400;

export interface Tokens {
  /** Tokens to attach, by LID; none while the server doesn't want any. */
  of(sock: WASocket, lids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Tells the server whom we wrote to: one query a batch, and a note that silences Baileys' own for each. */
  issue(sock: WASocket, people: readonly Address[]): Promise<void>;
}

export function createTokens({ auth, clock }: { auth: AuthState; clock: Clock }): Tokens {
  return {
    async of(sock, lids) {
      if (!sock.serverProps.privacyTokenOn1to1) return new Map();
      const stored = await auth.keys.get('tctoken', [...lids]);
      const now = clock.now() / 1000;
      const good = new Map<string, Uint8Array>();
      for (const [lid, entry] of Object.entries(stored))
        if (entry?.token?.length && now - Number(entry.timestamp ?? 0) < LIFE_S) good.set(lid, entry.token);
      return good;
    },
    async issue(sock, people) {
      const others = people.filter(({ lid }) => !isOwn(lid, auth.creds.me));
      const jids = new Map(others.map(({ lid, jid }) => [lid, jid]));
      if (jids.size === 0) return;
      const at = Math.floor(clock.now() / 1000);
      await sock.issuePrivacyTokens([...jids.values()], at);
      const before = await auth.keys.get('tctoken', [...jids.keys()]);
      const entries = [...jids.keys()].map((lid) => [
        lid,
        { ...before[lid], token: before[lid]?.token ?? Buffer.alloc(0), senderTimestamp: String(at) },
      ]);
      await auth.keys.set({ tctoken: Object.fromEntries(entries) });
    },
  };
}
