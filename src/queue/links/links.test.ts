import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublic } from './address.ts';
import { addressOf, firstLink, linkOf } from './link.ts';
import { factsOf, htmlOf } from './page.ts';
import { createFindLink } from './preview.ts';
import { publicWeb, type Web } from './visit.ts';

describe('an address', () => {
  it.each(['93.184.216.34', '1.1.1.1', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4003::1'])(
    '%s is open',
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.169.254', '0.0.0.0'],
    ...['100.64.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.0.1', '203.0.113.7'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:93.184.216.34', '::ffff:7f00:1', 'fe80::1', 'fe80::1%eth0'],
    ...['fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1'],
    ...['', 'localhost', '127.1', '2606:4700::1%lo'],
  ])('%s is not', (address) => expect(isPublic(address)).toBe(false));
});

describe('the link of a text', () => {
  it.each([
    ['Mira https://tienda.test/a?b=1.', 'https://tienda.test/a?b=1'],
    ['(https://x.test/wiki/A_(b)) y https://otro.test', 'https://x.test/wiki/A_(b)'],
    ['*https://x.test/* hoy', 'https://x.test/'],
    ['Entra en www.tienda.test/oferta, hoy', 'www.tienda.test/oferta'],
    ['HTTP://X.TEST/A', 'HTTP://X.TEST/A'],
    ['«https://x.test/ñandú»', 'https://x.test/ñandú'],
  ])('%s', (text, link) => {
    expect(firstLink(text)).toBe(link);
    expect(addressOf(link)).not.toBeNull();
  });

  it.each([
    '',
    'tienda.test',
    'ana@www.x.test',
    'ftp://x.test',
    'https://',
    'https://localhost/',
    'http://a:b@x.test/',
  ])('is none in %j', (text) => expect(firstLink(text)).toBeNull());

  it('is the same for everybody, or there is none', () => {
    const of = (text: string) => linkOf({ text, media: [] });
    expect(of('{nombre}: https://x.test/a {fecha}')).toEqual({ is: 'link', link: 'https://x.test/a' });
    expect(of('{nombre}https://x.test/a')).toEqual({ is: 'link', link: 'https://x.test/a' });
    expect(of('https://x.test/{código|0}')).toEqual({ is: 'differs' });
    expect(of('https://x.test/a{nombre}')).toEqual({ is: 'differs' });
    expect(of('{link}')).toEqual({ is: 'none' });
    const media = [{ kind: 'image', sha256: '', mime: '', name: '', bytes: 1 }] as const;
    expect(linkOf({ text: 'https://x.test/', media })).toEqual({ is: 'media' });
  });

  it('stands in its text as it is, whatever the text', () => {
    const sign = fc.constantFrom('https://', 'www.', 'x.test', '/', '.', ')', '(', ' ', '*', 'ñ', '?', '\n');
    fc.assert(
      fc.property(fc.array(sign), (signs) => {
        const link = firstLink(signs.join(''));
        if (link !== null) {
          expect(signs.join('')).toContain(link);
          expect(firstLink(link)).toBe(link);
        }
      }),
    );
  });
});

describe('a page', () => {
  it('says what to show, however it is written', () => {
    const html = `<!doctype html><HEAD><title>Otro</title>
      <meta name=description content='D&iacute;a &#38; noche'>
      <META content="Oferta de &quot;marzo&quot; &#x1F600;
        50&nbsp;%" property="og:title" />
      <meta property="og:image" content="/foto.png?a=1&amp;b=2">`;
    expect(factsOf(html)).toEqual({
      title: 'Oferta de "marzo" 😀 50 %',
      description: 'Día & noche',
      image: '/foto.png?a=1&b=2',
    });
    expect(factsOf('<title>Café\n y más</title>')).toEqual({
      title: 'Café y más',
      description: '',
      image: null,
    });
    expect(factsOf('<p>nada</p>')).toBeNull();
    expect(factsOf(`<title>${'ñ'.repeat(500)}</title>`)?.title).toHaveLength(200);
  });

  it('is read in its own letters', () => {
    const latin = Buffer.from('<meta charset="iso-8859-1"><title>Año</title>', 'latin1');
    expect(factsOf(htmlOf(latin, 'text/html'))?.title).toBe('Año');
    expect(factsOf(htmlOf(Buffer.from('<title>Año</title>'), 'text/html; charset=utf-8'))?.title).toBe('Año');
    expect(factsOf(htmlOf(Buffer.from('<title>Año</title>'), 'text/html; charset=klingon'))?.title).toBe(
      'Año',
    );
  });

  it('of any kind is read without an error, and quickly', () => {
    const sign = fc.constantFrom(
      '<meta ',
      '<title',
      '>',
      '"',
      "'",
      '=',
      'content',
      'property',
      '&',
      ';',
      'x',
      ' ',
    );
    fc.assert(fc.property(fc.array(sign, { maxLength: 200 }), (signs) => void factsOf(signs.join(''))));
    const began = performance.now();
    for (const evil of ['<meta ', '<meta a="', '<title>', '&#', '<meta content="x" '])
      factsOf(evil.repeat(80_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('a visit', () => {
  const asked: string[] = [];
  let pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {};
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host?.split(':')[0]}${request.url}`);
    (pages[request.url ?? ''] ?? ((_, answer) => answer.writeHead(404).end()))(request, response);
  });
  /** Every name leads to this machine, which is allowed; `inside.test` leads to one that is not. */
  const here: Web = {
    resolve: async (host) => (host === 'inside.test' ? ['127.0.0.1', '10.0.0.1'] : ['127.0.0.1']),
    allows: (address) => address === '127.0.0.1',
  };
  const log = pino({ level: 'silent' });
  let port = 0;
  let png: Buffer;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    png = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#a33' } })
      .png()
      .toBuffer();
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const find = (path: string, host = 'tienda.test') => {
    asked.length = 0;
    return createFindLink({ log, web: here })(`http://${host}:${port}${path}`);
  };
  const html =
    (text: string, headers = {}) =>
    (_: IncomingMessage, response: ServerResponse) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text);
  const to = (location: string) => (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(302, { location }).end();

  it('brings title, description and a small picture', async () => {
    pages = {
      '/a': html(
        '<meta property="og:title" content="Oferta"><meta name="description" content="Hoy"><meta property="og:image" content="/foto">',
      ),
      '/foto': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png),
    };
    const facts = await find('/a');
    expect(facts).toMatchObject({ title: 'Oferta', description: 'Hoy' });
    const small = await sharp(Buffer.from(facts?.thumbnail ?? '', 'base64')).metadata();
    expect(small).toMatchObject({ format: 'jpeg', width: 192, height: 128 });
    expect(asked).toEqual(['tienda.test/a', 'tienda.test/foto']);
  });

  it('is one, though several ask for it at once', async () => {
    pages = { '/a': html('<title>Una</title>') };
    asked.length = 0;
    const findLink = createFindLink({ log, web: here });
    const link = `http://tienda.test:${port}/a`;
    const all = await Promise.all([findLink(link), findLink(link), findLink(link)]);
    expect(all.map((one) => one?.title)).toEqual(['Una', 'Una', 'Una']);
    expect(asked).toEqual(['tienda.test/a']);
  });

  it('follows three redirects and no more, and looks at each address again', async () => {
    pages = {
      '/0': to(`http://otra.test:${port}/1`),
      '/1': to('/2'),
      '/2': to('/3'),
      '/3': html('<title>Aquí</title>'),
      '/4': to('/0'),
      '/in': to(`http://inside.test:${port}/3`),
      '/loop': to(`http://[::1]:${port}/3`),
      '/file': to('file:///etc/passwd'),
    };
    expect(await find('/0')).toMatchObject({ title: 'Aquí' });
    expect(asked).toEqual(['tienda.test/0', 'otra.test/1', 'otra.test/2', 'otra.test/3']);
    expect(await find('/4')).toBeNull();
    for (const path of ['/in', '/loop', '/file']) {
      expect(await find(path)).toBeNull();
      expect(asked).toHaveLength(1);
    }
    expect(await find('/3', 'inside.test')).toBeNull();
    expect(asked).toEqual([]);
  });

  it('never connects to another address than the one it looked at', async () => {
    pages = { '/a': html('<title>Una</title>') };
    let times = 0;
    const rebound: Web = {
      resolve: async () => [times++ === 0 ? '127.0.0.1' : '127.0.0.2'],
      allows: (address) => address === '127.0.0.1',
    };
    asked.length = 0;
    const found = await createFindLink({ log, web: rebound })(`http://tienda.test:${port}/a`);
    expect(found).toMatchObject({ title: 'Una' });
    expect(times).toBe(1);
  });

  it('on the open internet never asks this machine or its network', async () => {
    pages = { '/a': html('<title>Secreto</title>') };
    asked.length = 0;
    const findLink = createFindLink({ log });
    for (const host of ['127.0.0.1', '[::1]', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '0.0.0.0'])
      expect(await findLink(`http://${host}:${port}/a`)).toBeNull();
    const named = createFindLink({ log, web: { ...publicWeb, resolve: async () => ['127.0.0.1'] } });
    expect(await named(`http://tienda.test:${port}/a`)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('reads no more than the beginning, packed or not, and nothing but pages', async () => {
    const long = `<title>Largo</title>${' '.repeat(600_000)}<meta property="og:title" content="Tarde">`;
    const bomb = gzipSync(`<title>Bomba</title>${' '.repeat(50_000_000)}`);
    pages = {
      '/long': html(long),
      '/gzip': (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb),
      '/pdf': html('<title>No</title>', { 'content-type': 'application/pdf' }),
      '/500': (_, response) =>
        response.writeHead(500, { 'content-type': 'text/html' }).end('<title>No</title>'),
    };
    expect(await find('/long')).toMatchObject({ title: 'Largo' });
    expect(await find('/gzip')).toMatchObject({ title: 'Bomba' });
    expect(await find('/pdf')).toBeNull();
    expect(await find('/500')).toBeNull();
  });

  it('goes without a picture that is too large, none, or a drawing', async () => {
    const page = html('<title>T</title><meta property="og:image" content="/foto">');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
    for (const bytes of [
      Buffer.concat([png, Buffer.alloc(5_300_000)]),
      Buffer.from('no'),
      Buffer.from(svg),
    ]) {
      pages = {
        '/a': page,
        '/foto': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(bytes),
      };
      expect(await find('/a')).toEqual({ title: 'T', description: '' });
    }
  });

  it('waits five seconds, no longer', { timeout: 15_000 }, async () => {
    pages = {
      '/slow': (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write('<title>');
      },
    };
    const began = performance.now();
    expect(await find('/slow')).toBeNull();
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(7_000);
  });
});
