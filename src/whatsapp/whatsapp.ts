/** Everything of one account's link to WhatsApp, put together. `account.ts` calls this once. */
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { Gateway, IncomingMessage, Outgoing, PersonKey } from '../queue/ports.ts';
import { type KeyStore, openAuthState } from './auth-state.ts';
import { createDevices } from './devices.ts';
import { createGateway } from './gateway.ts';
import { createInbound } from './inbound.ts';
import type { Link } from './link.ts';
import { createLookUps } from './lookup.ts';
import { wireOf } from './message.ts';
import type { ToldLog } from './receipts.ts';
import { createSocketLink } from './socket.ts';
import type { SocketSettings } from './sockets.ts';
import { addressee } from './stanza.ts';
import { createUploads } from './upload.ts';
import { openVersions, type Version } from './version.ts';

/** What was sent under an id, so that a phone which couldn't open it can be answered, also after a restart. */
export interface SentMessages {
  /** `allowed` is false when the person has opted out meanwhile. */
  find(id: string): Promise<{ message: Outgoing; allowed: boolean } | null>;
}

export interface WhatsAppDeps {
  readonly store: KeyStore;
  readonly told: ToldLog;
  readonly sent: SentMessages;
  readonly settings: SocketSettings & { readonly addressing: 'lid' | 'pn'; readonly numberCheck: boolean };
  readonly variants: (phone: PhoneNumber) => readonly PhoneNumber[];
  /** Asked when the server refuses our version as too old. */
  readonly newestVersion: () => Promise<Version | null>;
  /** Where a prepared file lies. */
  readonly mediaPath: (sha256: string) => string;
  /** WhatsApp's clock said this, in an answer that is at most so old; both in milliseconds. */
  readonly heardTime: (theirs: number, age: number) => void;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly log: Logger;
  readonly onFatal: (error: unknown) => void;
}

export interface WhatsApp {
  readonly link: Link;
  readonly gateway: Gateway;
  /** Sets who handles what people write. */
  onMessage(handler: (messages: IncomingMessage[]) => Promise<void>): void;
  /** Sets who is told that a known number may be another person's by now. */
  onStranger(handler: (person: PersonKey) => Promise<void>): void;
  /** Tells acks and receipts of a moment before the start again: a kill may have kept them from the store. */
  repeatTold(): void;
  /** When anything came in last, by the monotonic clock. */
  lastInbound(): number;
  /** Nothing that names this person stays: keys, devices, what they wrote. */
  forget(person: PersonKey): Promise<void>;
  /** The connection is up and nothing comes in: a new one. */
  refresh(): void;
  /** Closes the socket, then the keys. The link stays. */
  close(): Promise<void>;
}

export async function createWhatsApp(deps: WhatsAppDeps): Promise<WhatsApp> {
  const { clock, log } = deps;
  const auth = await openAuthState(deps);
  const versions = await openVersions({ ...deps, set: deps.settings.version, newest: deps.newestVersion });
  const uploads = createUploads(deps);
  const devices = createDevices({ ...deps, auth });
  const lookUps = createLookUps({ ...deps, devices, numberCheck: deps.settings.numberCheck });
  const socket = createSocketLink({
    ...deps,
    versions,
    auth,
    handled: () => inbound.idle(),
    getMessage: async (id) => {
      const found = await deps.sent.find(id);
      if (!found?.allowed) return undefined;
      const { body, address } = found.message;
      const sock = socket.current();
      if (sock && body.is === 'media') await uploads.prepare(sock, [body.file]);
      return wireOf(body, addressee(address, deps.settings.addressing), uploads);
    },
  });
  /** A phone says that the host doesn't have what our message names. */
  async function mediaMissing(id: string) {
    const body = (await deps.sent.find(id))?.message.body;
    if (body?.is === 'media') uploads.doubt(body.file);
  }
  const inbound = createInbound({
    ...deps,
    auth,
    devices,
    current: socket.current,
    onSocket: socket.onSocket,
    mediaMissing: (id) => void mediaMissing(id).catch(deps.onFatal),
  });
  socket.onSocket(lookUps.reset);
  const gateway = createGateway({
    auth,
    lookUps,
    devices,
    uploads,
    clock,
    log,
    current: socket.current,
    ready: inbound.ready,
    on: inbound.on,
    addressing: deps.settings.addressing,
  });
  return {
    link: socket.link,
    gateway,
    onMessage: inbound.onMessage,
    onStranger: inbound.onStranger,
    repeatTold: inbound.repeat,
    lastInbound: inbound.lastInbound,
    async forget({ phone, lid }) {
      await auth.forget([phone, lid].filter((user) => user !== null));
      if (lid) await devices.forget(`${lid}@lid`);
      // Its cache, which it fills again by itself.
      socket.current()?.signalRepository.lidMapping.close();
    },
    refresh: socket.refresh,
    async close() {
      await uploads.close();
      await socket.close();
      await inbound.close();
      deps.told.close();
      await deps.store.close();
    },
  };
}
