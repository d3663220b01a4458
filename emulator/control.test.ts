import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlServer, startControl } from './control.ts';
import { ControlError, type ControlRoute } from './control-route.ts';

const routes: ControlRoute[] = [
  { method: 'POST', path: '/echo/:name', handle: ({ params, body }) => ({ ...params, ...body }) },
  {
    method: 'GET',
    path: '/file',
    handle: () => ({ bytes: Buffer.from('a,b'), type: 'text/csv', name: 'año.csv' }),
  },
  {
    method: 'POST',
    path: '/refuse',
    handle: () => {
      throw new ControlError('no such button', 400);
    },
  },
];

describe('the control server', () => {
  let server: ControlServer;
  beforeAll(async () => {
    server = await startControl({ routes, port: 0 });
  });
  afterAll(() => server.close());

  it('hands path and body to a route and answers JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'hola' });
    const answer = await fetch(`${server.url}/control/echo/ana`, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ name: 'ana', text: 'hola' });
  });

  it('answers bytes as a download with its name', async () => {
    const answer = await fetch(`${server.url}/control/file`);
    expect(await answer.text()).toBe('a,b');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('a%C3%B1o.csv');
  });

  it('says why a request makes no sense', async () => {
    const answer = await fetch(`${server.url}/control/refuse`, { method: 'POST' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'no such button' });
  });

  it('serves the page and its scripts without types, and no other file', async () => {
    const page = await fetch(`${server.url}/`);
    expect(await page.text()).toContain('/page/page.ts');
    const script = await fetch(`${server.url}/page/chat.ts`);
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(await script.text()).not.toContain('interface ChatView');
    expect((await fetch(`${server.url}/page/tsconfig.json`)).status).toBe(404);
    expect((await fetch(`${server.url}/page/..%2fmain.ts`)).status).toBe(404);
  });

  it('tells open pages of a change once, however often it is told', async () => {
    const events = await fetch(`${server.url}/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    for (let n = 0; n < 50; n += 1) server.poke('whatsapp');
    server.poke('telegram:7');
    const { value } = (await reader?.read()) ?? {};
    await reader?.cancel();
    expect(value).toBe('data: whatsapp\n\ndata: telegram:7\n\n');
  });

  it('takes another port when the wished one is taken', async () => {
    const second = await startControl({ routes: [], port: Number(new URL(server.url).port) });
    await second.close();
    expect(second.url).not.toBe(server.url);
  });
});

describe('the README', () => {
  it('lists exactly the routes that there are', async () => {
    const { startTelegram } = await import('./telegram/server.ts');
    const { startWhatsApp } = await import('./whatsapp/world.ts');
    const { programRoutes } = await import('./program.ts');
    const telegram = await startTelegram({ token: '1:test' });
    const whatsapp = await startWhatsApp();
    const all = [...telegram.routes, ...whatsapp.routes, ...programRoutes(undefined)];
    await telegram.close();
    await whatsapp.close();
    const manual = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const told = [...manual.matchAll(/^\| `((?:GET|POST) \/[^`]+)` \|/gm)].map(([, route]) => route);
    expect(told.toSorted()).toEqual(all.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('names every fault of WhatsApp', async () => {
    const { createFaults } = await import('./whatsapp/faults.ts');
    const manual = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    for (const name of Object.keys(createFaults(0).now)) expect(manual).toContain(`\`${name}\``);
  });
});
