import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryNode } from '@whiskeysockets/baileys';
import type { ControlRoute } from '../control-route.ts';
import { createAccount, type LinkedDevice } from './account.ts';
import { makeCertificates } from './certificate.ts';
import { type ControlDeps, controlRoutes } from './control.ts';
import { createDelivery } from './delivery.ts';
import { createDirectory } from './directory.ts';
import { createFaults } from './faults.ts';
import { sendHistory } from './history.ts';
import { createJournal } from './journal.ts';
import { startMediaHost } from './media.ts';
import { node, nowSeconds } from './nodes.ts';
import { createOfflineQueue, type OfflineQueue } from './offline.ts';
import { createPairing } from './pairing.ts';
import { createPhones } from './phones.ts';
import { quietLibsignal } from './quiet.ts';
import { createReceipts } from './receipts.ts';
import { startServer, type WireServer } from './server.ts';
import { answerIq } from './stanzas.ts';
import { createTimers } from './timers.ts';

export interface WhatsAppOptions {
  /** Of the WebSocket; 0 or none = any free one. */
  port?: number;
  /** Round trip added to every exchange, in ms; changeable by `POST /whatsapp/faults`. */
  rttMs?: number;
  /** Where the CA's certificate is written; a temporary folder, removed at the end, when not given. */
  mediaDir?: string;
  /** Nobody answers by himself. */
  quietPhones?: boolean;
  /** The business's own number. */
  owner?: string;
}

export interface WhatsAppWorld {
  /** For `WHATSAPP_WS_URL`; any path below it will do. */
  url: string;
  /** For `NODE_EXTRA_CA_CERTS`: the CA that signed the media host's certificate. */
  caFile: string;
  routes: ControlRoute[];
  /** Called soon after something changed, many changes at once. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

const defaultOwner = '+595981000111';
const lowKeys = 5;

/** Starts the WhatsApp server, its media host and all phones behind it; needs no set-up. */
export async function startWhatsApp(options: WhatsAppOptions = {}): Promise<WhatsAppWorld> {
  const changes = createChanges();
  const restoreConsole = quietLibsignal();
  const journal = createJournal();
  const faults = createFaults(options.rttMs ?? 0);
  const timers = createTimers(journal.error);
  const certificates = makeCertificates();
  const folder = options.mediaDir ?? (await mkdtemp(join(tmpdir(), 'whatsapp-emulator-')));
  await mkdir(folder, { recursive: true });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificates.ca);
  const media = await startMediaHost(certificates, faults);
  const owner = options.owner ?? defaultOwner;
  const directory = createDirectory({ owner, quiet: options.quietPhones ?? false });
  const parts = { directory, faults, journal, media, timers, onChange: changes.tell };
  const { server, routes } = await connectParts(parts, options.port ?? 0);
  return {
    url: server.url,
    caFile,
    routes,
    onChange: changes.listen,
    async close() {
      timers.close();
      changes.close();
      await server.close();
      await media.close();
      if (options.mediaDir === undefined) await rm(folder, { recursive: true, force: true });
      restoreConsole();
    },
  };
}

async function connectParts(
  parts: Pick<ControlDeps, 'directory' | 'faults' | 'journal' | 'media' | 'timers' | 'onChange'>,
  port: number,
) {
  const { directory, faults, journal, onChange } = parts;
  const account = createAccount(directory.owner);
  const offline = createOfflineQueue(faults);
  const receipts = createReceipts({ ...parts, offline });
  const onKeyTaken = (device: LinkedDevice) => tellLowKeys(device, offline);
  const phones = createPhones({ ...parts, account, offline, receipts, onKeyTaken });
  const delivery = createDelivery({ directory, faults, journal, offline, phones, onChange });
  const pairing = createPairing({ account, faults, onChange });
  const onActive = (device: LinkedDevice) => {
    offline.open(device);
    onChange();
    if (device.historySent) return;
    device.historySent = true;
    sendHistory(phones.of(account.owner), account, device).catch(journal.error);
  };
  const onRemove = (device: LinkedDevice) => server.unlink(device);
  const stanzaDeps = { ...parts, account, phones, onActive, onRemove, onKeyTaken };
  const onError = journal.error;
  const answer = (device: LinkedDevice, iq: BinaryNode) => answerIq(device, iq, stanzaDeps);
  const server: WireServer = await startServer(
    { account, delivery, faults, offline, pairing, answerIq: answer, onError, onChange },
    port,
  );
  const loseKeys = (left: number) => {
    for (const device of account.devices.values()) {
      device.preKeys = new Map([...device.preKeys].slice(0, left));
      onKeyTaken(device);
    }
  };
  const routes = controlRoutes({ ...parts, account, loseKeys, offline, pairing, phones, receipts, server });
  return { server, routes };
}

/** Tells a client once that its one-time keys run low; the next upload makes it ready to be told again. */
function tellLowKeys(device: LinkedDevice, offline: OfflineQueue): void {
  if (device.lowKeysTold || device.preKeys.size >= lowKeys) return;
  device.lowKeysTold = true;
  const attrs = { from: '@s.whatsapp.net', type: 'encrypt', id: `keys-${nowSeconds()}`, t: nowSeconds() };
  offline.push(device, node('notification', attrs, [node('count', { value: `${device.preKeys.size}` })]));
}

/** Gathers changes for a moment, so that a thousand messages don't make a thousand redraws. */
function createChanges() {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  return {
    tell() {
      if (listeners.size === 0) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const listener of listeners) listener();
      }, 50);
    },
    listen(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
