/**
 * The panel's page, served as one: what lies in `public/`, read once, the script's types taken away, style and script put
 * into the page and named in its policy by their hashes. Words are those of who opens it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { PanelDeps } from './panel.ts';

const packed = promisify(gzip);

export function pageRoutes(server: FastifyInstance, deps: Pick<PanelDeps, 'frames' | 'words'>) {
  // Made when somebody opens it first: what takes the types away costs a start a fifth of a second.
  let made: ReturnType<typeof makePage> | undefined;
  server.get('/panel/', async (request, reply) => {
    made ??= makePage(deps.frames);
    const { html, headers } = made;
    const { language, words } = deps.words(request.headers['accept-language'] ?? null);
    const page = html
      .replace('lang="es"', `lang="${language}"`)
      .replaceAll('{{title}}', () => escaped(words['panel-title'] ?? ''))
      .replace('{{words}}', () => escaped(JSON.stringify(words)));
    reply.headers(headers).type('text/html; charset=utf-8');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return page;
    return reply.header('content-encoding', 'gzip').send(await packed(page));
  });
  server.get('/panel', async (_request, reply) => reply.redirect('/panel/'));
}

function makePage(frames: readonly string[]) {
  const style = file('panel.css');
  const script = stripTypeScriptTypes(file('panel.ts'));
  const html = file('index.html')
    .replace('<link rel="stylesheet" href="panel.css" />', () => `<style>${style}</style>`)
    .replace(
      '<script src="panel.js" type="module"></script>',
      () => `<script type="module">${script}</script>`,
    );
  const headers = {
    'content-security-policy': policy({ style, script, frames }),
    'cache-control': 'no-cache',
    vary: 'accept-language, accept-encoding',
  };
  return { html, headers };
}

/** Telegram's own script tells theme and buttons; everything else comes from us. */
function policy({ style, script, frames }: { style: string; script: string; frames: readonly string[] }) {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)} https://telegram.org`,
    `style-src ${hashOf(style)}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors https://web.telegram.org https://*.telegram.org ${frames.join(' ')}`.trim(),
  ].join('; ');
}

const file = (name: string) => readFileSync(new URL(`../../../public/${name}`, import.meta.url), 'utf8');

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
