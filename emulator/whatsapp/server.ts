import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BinaryNode, Curve } from '@whiskeysockets/baileys';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Account, LinkedDevice } from './account.ts';
import { type Connection, startConnection } from './connection.ts';
import type { Delivery } from './delivery.ts';
import type { Disconnect, FaultState } from './faults.ts';
import { child, children, node, nowSeconds } from './nodes.ts';
import type { ClientHello } from './noise.ts';
import type { OfflineQueue } from './offline.ts';
import type { Pairing } from './pairing.ts';

export interface WireServer {
  readonly url: string;
  /** Open connections, linked or not. */
  readonly connections: number;
  /** Ever made. */
  readonly connects: number;
  /** The lines of all connections stay open, and nothing travels on them any more; new ones are not affected. */
  halfOpen(): void;
  /** Ends every connection the way the fault says. */
  disconnect(how: Disconnect): void;
  /** The owner removed this device on the phone. */
  unlink(device: LinkedDevice): void;
  close(): Promise<void>;
}

export interface ServerDeps {
  account: Account;
  delivery: Delivery;
  faults: FaultState;
  offline: OfflineQueue;
  pairing: Pairing;
  answerIq(device: LinkedDevice, iq: BinaryNode): BinaryNode | undefined;
  onError(error: unknown): void;
  onChange(): void;
}

export async function startServer(deps: ServerDeps, port: number): Promise<WireServer> {
  const { account, faults, pairing } = deps;
  const serverKey = Curve.generateKeyPair();
  const connections = new Set<Connection>();
  let nextId = 1;
  const deviceOf = (connection: Connection) =>
    [...account.devices.values()].find((device) => device.connection === connection);

  const route = (connection: Connection, stanza: BinaryNode) => {
    const device = deviceOf(connection);
    if (device) onStanza(deps, device, stanza);
    else pairing.onStanza(connection, stanza);
  };

  const forget = (connection: Connection) => {
    connections.delete(connection);
    pairing.forget(connection);
    const device = deviceOf(connection);
    if (device) Object.assign(device, { connection: undefined, ...asleep });
    deps.onChange();
  };

  const accept = (socket: WebSocket) => {
    const connection = startConnection(socket, {
      id: nextId++,
      serverKey,
      rttMs: () => faults.now.rttMs,
      onHello: (_, hello) => greet(deps, connection, hello),
      onStanza: route,
      onClose: forget,
      onError: (_, error) => deps.onError(error),
    });
    connections.add(connection);
    deps.onChange();
  };
  const wire = await listen(port, faults, accept);
  return {
    url: wire.url,
    get connections() {
      return connections.size;
    },
    get connects() {
      return nextId - 1;
    },
    halfOpen() {
      for (const connection of connections) connection.cutBoth();
    },
    disconnect(how) {
      for (const connection of connections) disconnect(connection, how);
    },
    unlink(device) {
      account.remove(device);
      if (device.connection) disconnect(device.connection, removed);
      deps.onChange();
    },
    async close() {
      for (const connection of connections) connection.terminate();
      await wire.close();
    },
  };
}

const asleep = { active: false, receiving: false };
const removed: Disconnect = { code: '401', conflict: 'device_removed', attrs: {}, kind: 'stream' };
const replaced: Disconnect = { code: undefined, conflict: 'replaced', attrs: {}, kind: 'stream' };

async function listen(port: number, faults: FaultState, accept: (socket: WebSocket) => void) {
  const http = createServer((_, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (faults.now.refuseConnections) {
      // Not with an HTTP status: rc14 listens to `unexpected-response`, so that ws waits for its time-out.
      stream.destroy();
      return;
    }
    sockets.handleUpgrade(request, stream, head, accept);
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  return {
    url: `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    async close() {
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function greet(deps: ServerDeps, connection: Connection, hello: ClientHello): void {
  if (deps.faults.now.loginHangs) return;
  const failure = deps.faults.takeTimes(deps.faults.now.loginFailure);
  if (failure) refuse(connection, failure.code, failure.attrs);
  else if (isTooOld(deps, hello)) refuse(connection, '405', {});
  else if (hello.payload.devicePairingData) deps.pairing.begin(connection, hello);
  else logIn(deps, connection, hello);
  deps.onChange();
}

function isTooOld({ faults: { now } }: ServerDeps, { payload }: ClientHello): boolean {
  return now.leastVersion !== null && (payload.userAgent?.appVersion?.tertiary ?? 0) < now.leastVersion;
}

/** The noise key is the device's proof of identity; an unknown one was unlinked, or never linked. */
function logIn(deps: ServerDeps, connection: Connection, { payload, noiseKey }: ClientHello): void {
  const { account } = deps;
  const device = account.devices.get(payload.device ?? 0);
  if (!device || String(payload.username) !== account.owner.jidUser || !device.noiseKey.equals(noiseKey)) {
    refuse(connection, '401', { location: 'rva' });
    return;
  }
  const former = device.connection;
  if (former) disconnect(former, replaced);
  device.connection = connection;
  Object.assign(device, asleep);
  connection.send(
    node('success', {
      t: nowSeconds(),
      lid: account.lid(device.number),
      display_name: 'Emulator',
      props: '27',
      companion_enc_static: 'emulator',
      location: 'rva',
      status: 'active',
    }),
  );
}

function onStanza(deps: ServerDeps, device: LinkedDevice, stanza: BinaryNode): void {
  const { delivery, faults, offline } = deps;
  if (stanza.tag === 'iq') {
    const answer = deps.answerIq(device, stanza);
    if (answer) device.connection?.send(answer);
    return;
  }
  if (faults.now.silent) return;
  switch (stanza.tag) {
    case 'message':
      delivery.onMessage(device, stanza);
      break;
    case 'receipt':
      delivery.onReceipt(device, stanza);
      break;
    case 'ack':
      delivery.onAck(device, stanza);
      break;
    case 'ib':
      if (child(stanza, 'offline_batch')) offline.deliver(device);
      break;
    default:
      // Presence, chat states, calls: heard and forgotten.
      break;
  }
}

function refuse(connection: Connection, code: string, attrs: Record<string, string>): void {
  connection.send(node('failure', { reason: code, ...attrs }));
  connection.close();
}

function disconnect(connection: Connection, how: Disconnect): void {
  if (how.kind === 'drop') {
    connection.terminate();
    return;
  }
  if (how.kind === 'failure') {
    refuse(connection, how.code ?? '500', how.attrs);
    return;
  }
  const conflict = how.conflict === undefined ? [] : [node('conflict', { type: how.conflict })];
  const error = node('stream:error', { code: how.code, ...how.attrs }, conflict);
  connection.send(children(error).length > 0 ? error : node('stream:error', error.attrs));
  connection.close();
}
