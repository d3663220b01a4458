import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, type KeyPair } from '@whiskeysockets/baileys';
import type { RawData, WebSocket } from 'ws';
import { type ClientHello, createFrameReader, createNoise, frameOf } from './noise.ts';

/** One WebSocket of one client, after and during the handshake. */
export interface Connection {
  readonly id: number;
  send(stanza: BinaryNode): void;
  /** Closes after what was sent before. */
  close(): void;
  /** From now on nothing is read or written, though the TCP connection stays open. */
  cutBoth(): void;
  /** Drops the TCP connection now; what still travels is lost, as with a pulled plug. */
  terminate(): void;
}

export interface ConnectionEvents {
  onHello(connection: Connection, hello: ClientHello): void;
  onStanza(connection: Connection, stanza: BinaryNode): void;
  onClose(connection: Connection): void;
  /** A frame that could not be read or handled; the connection is dropped after it. */
  onError(connection: Connection, error: unknown): void;
}

export interface ConnectionOptions extends ConnectionEvents {
  id: number;
  serverKey: KeyPair;
  /** Round trip in ms, asked anew for each frame; half of it is added in each direction. */
  rttMs(): number;
}

export function startConnection(socket: WebSocket, options: ConnectionOptions): Connection {
  const noise = createNoise(options.serverKey);
  const readFrames = createFrameReader();
  const inbound = createWire();
  const outbound = createWire();
  let stage: 'hello' | 'finish' | 'open' = 'hello';
  let reading = Promise.resolve();
  /** An end was decided: what the client sent after that is not read any more. */
  let ending = false;
  let cut = false;
  const write = (bytes: Uint8Array) =>
    outbound.carry(options.rttMs() / 2, () => {
      if (socket.readyState === socket.OPEN && !cut) socket.send(frameOf(bytes));
    });
  const connection: Connection = {
    id: options.id,
    send: (stanza) => write(noise.encrypt(encodeBinaryNode(stanza))),
    close() {
      ending = true;
      outbound.carry(options.rttMs() / 2, () => socket.close());
    },
    cutBoth() {
      ending = true;
      cut = true;
    },
    terminate() {
      ending = true;
      socket.terminate();
    },
  };
  const handle = async (frame: Buffer) => {
    if (ending) return;
    if (stage === 'hello') {
      write(noise.readHello(frame));
      stage = 'finish';
    } else if (stage === 'finish') {
      const hello = noise.readFinish(frame);
      stage = 'open';
      options.onHello(connection, hello);
    } else {
      const stanza = await decodeBinaryNode(noise.decrypt(frame));
      if (!ending) options.onStanza(connection, stanza);
    }
  };
  const receive = (data: RawData) => {
    for (const frame of readFrames(toBuffer(data))) {
      // One after the other: the cipher counts, and stanzas keep their order.
      reading = reading
        .then(() => handle(frame))
        .catch((error: unknown) => {
          options.onError(connection, error);
          socket.terminate();
        });
    }
  };
  socket.on('message', (data) => inbound.carry(options.rttMs() / 2, () => receive(data)));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    inbound.stop();
    outbound.stop();
    options.onClose(connection);
  });
  return connection;
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** Carries things after a delay, in the order in which they were given, also when the delay changes. */
function createWire() {
  const travelling: { due: number; arrive: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const deliver = () => {
    timer = undefined;
    while (travelling[0] && travelling[0].due <= performance.now() + 0.5) travelling.shift()?.arrive();
    schedule();
  };
  const schedule = () => {
    const next = travelling[0];
    if (next && !timer) timer = setTimeout(deliver, Math.max(0, next.due - performance.now()));
  };
  return {
    carry(delayMs: number, arrive: () => void) {
      if (delayMs <= 0 && travelling.length === 0) {
        arrive();
        return;
      }
      const last = travelling.at(-1)?.due ?? 0;
      travelling.push({ due: Math.max(last, performance.now() + delayMs), arrive });
      schedule();
    },
    stop() {
      clearTimeout(timer);
      travelling.length = 0;
    },
  };
}
