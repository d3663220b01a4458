import { parseArgs } from 'node:util';
import { startControl } from './control.ts';
import type { ControlRoute } from './control-route.ts';
import { programRoutes } from './program.ts';
import { startTelegram } from './telegram/server.ts';
import { startWhatsApp } from './whatsapp/world.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'telegram-port': { type: 'string', default: '0' },
    'whatsapp-port': { type: 'string', default: '0' },
    token: { type: 'string', default: '1000000001:emulated-bot-of-the-demo-0000000000' },
    bot: { type: 'string', default: 'campanas_demo_bot' },
    rtt: { type: 'string', default: '0' },
    quiet: { type: 'boolean', default: false },
    program: { type: 'string' },
    'with-parent': { type: 'boolean', default: false },
  },
});

const telegram = await startTelegram({
  port: Number(values['telegram-port']),
  token: values.token,
  botUsername: values.bot,
});
const whatsapp = await startWhatsApp({
  port: Number(values['whatsapp-port']),
  rttMs: Number(values.rtt),
  quietPhones: values.quiet,
});
const routes: ControlRoute[] = [...telegram.routes, ...whatsapp.routes, ...programRoutes(values.program)];
const control = await startControl({ routes, port: Number(values.port) });
telegram.onChange((user) => control.poke(`telegram:${user}`));
whatsapp.onChange(() => control.poke('whatsapp'));

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), 5000).unref();
  await Promise.allSettled([control.close(), telegram.close(), whatsapp.close()]);
  process.exit(0);
}

process.on('SIGTERM', end);
process.on('SIGINT', end);
if (values['with-parent']) process.stdin.on('close', end).on('error', end).resume();

const where = {
  controlUrl: control.url,
  telegramUrl: telegram.url,
  whatsappUrl: whatsapp.url,
  caFile: whatsapp.caFile,
  token: values.token,
};
process.stdout.write(`${JSON.stringify(where)}\n`);
