/**
 * What a sender of the usual kind leaves behind: Baileys with its own `useMultiFileAuthState`. Run as a process with
 * the address of a WhatsApp server, a folder, and the JID of somebody to write to. Prints the code to scan, and ends
 * when its message is acked.
 */
import { makeWASocket, useMultiFileAuthState } from '@whiskeysockets/baileys';
import pino from 'pino';

const [waWebSocketUrl = '', folder = '', someone = ''] = process.argv.slice(2);
const { state, saveCreds } = await useMultiFileAuthState(folder);

function connect() {
  const sock = makeWASocket({
    auth: state,
    waWebSocketUrl,
    logger: pino({ level: 'silent' }),
    syncFullHistory: false,
  });
  sock.ev.on('creds.update', saveCreds);
  sock.ev.on('connection.update', ({ connection, qr }) => {
    if (qr) process.stdout.write(`${qr}\n`);
    // After the scan the server wants a new connection.
    if (connection === 'close') connect();
    if (connection === 'open') void sock.sendMessage(someone, { text: 'Hola' });
  });
  sock.ws.on('CB:ack,class:message', async () => {
    await saveCreds();
    // What Baileys still writes lands on the disk first.
    setTimeout(() => process.exit(0), 1_000);
  });
}

connect();
