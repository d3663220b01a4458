/** The panel's files, as they lie in `public/`: read once, their types taken away, with the words of who opens them. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { FastifyInstance } from 'fastify';
import type { PanelDeps } from './panel.ts';

const file = (name: string) => readFileSync(new URL(`../../../public/${name}`, import.meta.url), 'utf8');

/** Telegram's own script tells theme and buttons; everything else comes from us. */
const policy = (frames: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self' https://telegram.org",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors https://web.telegram.org https://*.telegram.org ${frames.join(' ')}`.trim(),
  ].join('; ');

export function pageRoutes(server: FastifyInstance, deps: Pick<PanelDeps, 'frames' | 'words'>) {
  const html = file('index.html');
  const css = file('panel.css');
  const script = stripTypeScriptTypes(file('panel.ts'));
  const headers = { 'content-security-policy': policy(deps.frames), 'cache-control': 'no-cache' };
  server.get('/panel/', async (request, reply) => {
    const { language, words } = deps.words(request.headers['accept-language'] ?? null);
    const page = html
      .replace('lang="es"', `lang="${language}"`)
      .replaceAll('{{title}}', escaped(words['panel-title'] ?? ''))
      .replace('{{words}}', escaped(JSON.stringify(words)));
    return reply.headers(headers).type('text/html; charset=utf-8').send(page);
  });
  server.get('/panel', async (_request, reply) => reply.redirect('/panel/'));
  server.get('/panel/panel.css', async (_request, reply) =>
    reply.headers(headers).type('text/css; charset=utf-8').send(css),
  );
  server.get('/panel/panel.js', async (_request, reply) =>
    reply.headers(headers).type('text/javascript; charset=utf-8').send(script),
  );
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
