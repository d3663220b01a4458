/** The Bot API as an unpatched grammY meets it: what it delivers, and what it refuses with which words. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot, GrammyError, HttpError, InlineKeyboard, InputFile, Keyboard } from 'grammy';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegram, type TelegramWorld } from './server.ts';

const TOKEN = '1000000001:emulated-bot-of-the-test-0000000000';
const ANA = 1001;

let world: TelegramWorld;
let bot: Bot;
/** How far the emulator's clock is ahead, in ms. */
let ahead = 0;

async function control(call: string, body: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const [method, path = ''] = call.split(' ');
  for (const route of world.routes) {
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const match = new RegExp(`^${route.path.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
    if (route.method !== method || !match) continue;
    const params = Object.fromEntries(names.map((name, at) => [name, match[at + 1] ?? '']));
    return (await route.handle({ params, query: {}, body })) as Record<string, unknown>;
  }
  throw new Error(`no route ${call}`);
}

const refusal = async (call: Promise<unknown>) => {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
    throw error;
  }
  return 'accepted';
};

beforeEach(async () => {
  ahead = 0;
  world = await startTelegram({ token: TOKEN, now: () => Date.now() + ahead });
  bot = new Bot(TOKEN, { client: { apiRoot: world.url } });
  await control('POST /telegram/users', { id: ANA, firstName: 'Ana' });
});
afterEach(async () => {
  if (bot.isRunning()) await bot.stop();
  await world.close();
});

const begin = () => control(`POST /telegram/chats/${ANA}/text`, { text: '/start' });

describe('a bot', () => {
  it('gets what a person writes, and its answer to a tap is a toast', { timeout: 20_000 }, async () => {
    bot.command('start', (ctx) =>
      ctx.reply('Hola', { reply_markup: new InlineKeyboard().text('Sí', 'a:b').primary() }),
    );
    bot.callbackQuery('a:b', (ctx) => ctx.answerCallbackQuery('Listo'));
    void bot.start();
    await begin();
    const message = await untilMessage((one) => one.text === 'Hola');
    expect(await control(`POST /telegram/chats/${ANA}/tap`, { messageId: message.id, data: 'a:b' })).toEqual({
      toast: 'Listo',
      alert: false,
      answered: true,
    });
    await expect(
      control(`POST /telegram/chats/${ANA}/tap`, { messageId: message.id, data: 'no' }),
    ).rejects.toThrow();
  });

  it('keeps updates until it confirms them by the next offset', async () => {
    await begin();
    const [first] = await bot.api.getUpdates();
    expect((await bot.api.getUpdates())[0]?.update_id).toBe(first?.update_id);
    expect(await bot.api.getUpdates({ offset: (first?.update_id ?? 0) + 1 })).toEqual([]);
  });

  it('gets photos made smaller, and files as they are', async () => {
    await begin();
    const big = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    const base64 = big.toString('base64');
    await control(`POST /telegram/chats/${ANA}/file`, { name: 'a.png', base64, as: 'photo' });
    await control(`POST /telegram/chats/${ANA}/file`, { name: 'a.png', base64, as: 'document' });
    const updates = await bot.api.getUpdates();
    const photo = updates[1]?.message?.photo?.at(-1);
    expect(photo).toMatchObject({ width: 1280, height: 853 });
    const { file_path: path } = await bot.api.getFile(updates[2]?.message?.document?.file_id ?? '');
    const answer = await fetch(`${world.url}/file/bot${TOKEN}/${path}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(big)).toBe(true);
  });

  it('may pin, edit and delete what it sent', async () => {
    await begin();
    const { message_id: id } = await bot.api.sendDocument(ANA, new InputFile(Buffer.from('a;b'), 'a.csv'), {
      caption: 'lista',
    });
    await bot.api.pinChatMessage(ANA, id);
    expect(await control(`GET /telegram/chats/${ANA}`)).toMatchObject({ pinned: id });
    expect((await bot.api.getUpdates()).at(-1)?.message?.pinned_message?.message_id).toBe(id);
    await bot.api.editMessageCaption(ANA, id, { caption: 'otra' });
    await bot.api.deleteMessage(ANA, id);
    expect(await control(`GET /telegram/chats/${ANA}`)).toMatchObject({ pinned: null, deleted: [id] });
  });
});

describe('Telegram refuses', () => {
  it('to write first, and to write to who blocked the bot', async () => {
    expect(await refusal(bot.api.sendMessage(ANA, 'x'))).toMatch(/^403 .*can't initiate/);
    await begin();
    await control(`POST /telegram/chats/${ANA}/block`, { blocked: true });
    expect(await refusal(bot.api.sendMessage(ANA, 'x'))).toBe('403 Forbidden: bot was blocked by the user');
    expect(await refusal(bot.api.sendMessage(4242, 'x'))).toBe('400 Bad Request: chat not found');
  });

  it('texts, captions, entities and buttons out of bounds', async () => {
    await begin();
    const button = (callback_data: string) => ({
      reply_markup: { inline_keyboard: [[{ text: 'x', callback_data }]] },
    });
    expect(await refusal(bot.api.sendMessage(ANA, ' '))).toMatch(/message text is empty/);
    expect(await refusal(bot.api.sendMessage(ANA, 'x'.repeat(4097)))).toMatch(/message is too long/);
    expect(await refusal(bot.api.sendMessage(ANA, 'x'.repeat(4096)))).toBe('accepted');
    expect(await refusal(bot.api.sendMessage(ANA, 'x', button('y'.repeat(65))))).toMatch(
      /BUTTON_DATA_INVALID/,
    );
    expect(await refusal(bot.api.sendMessage(ANA, 'x', button('y'.repeat(64))))).toBe('accepted');
    const bold = (length: number) => ({ entities: [{ type: 'bold' as const, offset: 0, length }] });
    expect(await refusal(bot.api.sendMessage(ANA, '🙂', bold(3)))).toMatch(/ends after the end of the text/);
    expect(await refusal(bot.api.sendMessage(ANA, '🙂', bold(2)))).toBe('accepted');
    const strange = { reply_markup: { inline_keyboard: [[{ text: 'x', callback_game: {} }]] } };
    expect(await refusal(bot.api.sendMessage(ANA, 'x', strange))).toMatch(/^400/);
  });

  it('an edit that changes nothing, that is no text, or of what is gone', async () => {
    await begin();
    const { message_id: id } = await bot.api.sendMessage(ANA, 'x');
    expect(await refusal(bot.api.editMessageText(ANA, id, 'x'))).toMatch(/message is not modified/);
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    const photo = await bot.api.sendPhoto(ANA, new InputFile(png, 'a.png'));
    expect(await refusal(bot.api.editMessageText(ANA, photo.message_id, 'y'))).toMatch(
      /no text in the message/,
    );
    expect(await refusal(bot.api.editMessageText(ANA, 999, 'y'))).toMatch(/message to edit not found/);
  });

  it('a file of more than 20 MB, a late answer, another token, an unknown method', async () => {
    await begin();
    await control(`POST /telegram/chats/${ANA}/file`, {
      name: 'a.csv',
      base64: 'eA==',
      declaredSize: 21 * 1024 * 1024,
    });
    const file = (await bot.api.getUpdates()).at(-1)?.message?.document?.file_id ?? '';
    expect(await refusal(bot.api.getFile(file))).toMatch(/file is too big/);
    expect(await refusal(bot.api.answerCallbackQuery('nobody'))).toMatch(/query is too old/);
    const stranger = new Bot('1:other', { client: { apiRoot: world.url } });
    expect(await refusal(stranger.api.getMe())).toBe('401 Unauthorized');
    expect(await refusal(bot.api.raw.getStarTransactions({}))).toBe('404 Not Found');
  });

  it('for a while, in a flood; and breaks the line in an outage', async () => {
    await begin();
    await control('POST /telegram/faults', { floodSeconds: 30 });
    expect(await refusal(bot.api.sendMessage(ANA, 'x'))).toMatch(/^429 Too Many Requests: retry after \d+/);
    await control('POST /telegram/faults', { clear: true });
    await control('POST /telegram/faults', { outage: 'refuse', outageSeconds: 30 });
    await expect(bot.api.getMe()).rejects.toBeInstanceOf(HttpError);
    await control('POST /telegram/faults', { clear: true });
    expect((await bot.api.getMe()).is_bot).toBe(true);
  });
});

describe('Telegram is as strict as it is', () => {
  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#c85' } })
      .png()
      .toBuffer();
  const html = (text: string) => bot.api.sendMessage(ANA, text, { parse_mode: 'HTML' });

  it('about the length of a text: in UTF-16, without tags and blanks at its ends', async () => {
    await begin();
    expect(await refusal(bot.api.sendMessage(ANA, '🙂'.repeat(2048)))).toBe('accepted');
    expect(await refusal(bot.api.sendMessage(ANA, '🙂'.repeat(2049)))).toMatch(/message is too long/);
    expect(await refusal(html(`<b>${'x'.repeat(4096)}</b>`))).toBe('accepted');
    const sent = await html(' <b>Hola</b> &lt;Ana&gt; <i>a <u>b</u></i>  ');
    expect(sent).toMatchObject({
      text: 'Hola <Ana> a b',
      entities: [
        { type: 'bold', offset: 0, length: 4 },
        { type: 'italic', offset: 11, length: 3 },
        { type: 'underline', offset: 13, length: 1 },
      ],
    });
    expect(await refusal(html('<b> </b>'))).toMatch(/message text is empty/);
  });

  it('about HTML that does not close, and tags that it does not know', async () => {
    await begin();
    expect(await refusal(html('<b>x'))).toMatch(/Can't find end tag corresponding to start tag "b"/);
    expect(await refusal(html('x</b>'))).toMatch(/Unexpected end tag at byte offset 1/);
    expect(await refusal(html('<b><i>x</b></i>'))).toMatch(/Unmatched end tag/);
    expect(await refusal(html('ñ<h1>x</h1>'))).toMatch(/Unsupported start tag "h1" at byte offset 2/);
    const quote = await html('<blockquote expandable>a</blockquote><a href="https://x.py/">b</a>');
    expect(quote.entities).toMatchObject([{ type: 'expandable_blockquote' }, { url: 'https://x.py/' }]);
  });

  it('about entities: at the edges of characters, with what their kind needs', async () => {
    await begin();
    const say = (entity: Record<string, unknown>) =>
      refusal(bot.api.sendMessage(ANA, '🙂 hola', { entities: [entity as never] }));
    expect(await say({ type: 'bold', offset: 1, length: 2 })).toMatch(/middle of a UTF-16 symbol/);
    expect(await say({ type: 'bold', offset: 0, length: 1 })).toMatch(/middle of a UTF-16 symbol/);
    expect(await say({ type: 'shiny', offset: 0, length: 2 })).toMatch(/unsupported type/);
    expect(await say({ type: 'text_link', offset: 0, length: 2, url: '' })).toMatch(/URL must be non-empty/);
    const time = { type: 'date_time', offset: 3, length: 4, unix_time: 1_800_000_000 };
    expect(await say({ ...time, date_time_format: 'soon' })).toMatch(/date_time_format/);
    expect(await say({ ...time, date_time_format: 'wDT' })).toBe('accepted');
  });

  it('about buttons: their style, what is copied, how many, and an address that is https', async () => {
    await begin();
    const say = (...buttons: Record<string, unknown>[]) =>
      refusal(
        bot.api.sendMessage(ANA, 'x', { reply_markup: { inline_keyboard: [buttons as never] } as never }),
      );
    const data = { text: 'a', callback_data: 'a:b' };
    expect(await say({ ...data, style: 'warning' })).toMatch(/invalid button style/);
    expect(await say({ ...data, style: 'success' })).toBe('accepted');
    expect(await say({ text: 'a', copy_text: { text: '' } })).toMatch(/COPY_TEXT_INVALID/);
    expect(await say({ text: 'a', copy_text: { text: 'x'.repeat(257) } })).toMatch(/COPY_TEXT_INVALID/);
    expect(await say({ text: 'a', web_app: { url: 'http://panel' } })).toMatch(/Only HTTPS links/);
    expect(await say({ ...data, url: 'https://x.py' })).toMatch(/can't parse inline keyboard button/);
    expect(await say(...Array.from({ length: 101 }, () => data))).toMatch(/reply markup is too long/);
  });

  it('about time: what is older than two days stays, and a tap waits a quarter of a minute', async () => {
    await begin();
    const reply_markup = new InlineKeyboard().text('Sí', 'a:b');
    const { message_id: messageId } = await bot.api.sendMessage(ANA, 'x', { reply_markup });
    await control(`POST /telegram/chats/${ANA}/tap`, { messageId, data: 'a:b', wait: false });
    const query = (await bot.api.getUpdates()).at(-1)?.callback_query;
    ahead = 16_000;
    expect(await refusal(bot.api.answerCallbackQuery(query?.id ?? ''))).toMatch(/query is too old/);
    ahead = 49 * 3600 * 1000;
    expect(await refusal(bot.api.deleteMessage(ANA, messageId))).toMatch(/can't be deleted for everyone/);
    expect(await refusal(bot.api.editMessageText(ANA, messageId, 'y'))).toBe('accepted');
  });

  it('about pictures: made anew as JPEG and smaller, of sane proportions; files stay as they are', async () => {
    await begin();
    const png = await picture(2000, 1000);
    const photo = await bot.api.sendPhoto(ANA, new InputFile(png, 'a.png'));
    expect(photo.photo.at(-1)).toMatchObject({ width: 1280, height: 640 });
    const chat = await control(`GET /telegram/chats/${ANA}`);
    const fileId = (chat.messages as { photo?: { fileId: string } }[]).at(-1)?.photo?.fileId;
    const kept = await control(`GET /telegram/files/${fileId}`);
    expect((await sharp(kept.bytes as Buffer).metadata()).format).toBe('jpeg');
    const thin = new InputFile(await picture(2100, 100), 'a.png');
    expect(await refusal(bot.api.sendPhoto(ANA, thin))).toMatch(/PHOTO_INVALID_DIMENSIONS/);
    const junk = new InputFile(Buffer.from('junk'), 'a.png');
    expect(await refusal(bot.api.sendPhoto(ANA, junk))).toMatch(/IMAGE_PROCESS_FAILED/);
    const huge = new InputFile(Buffer.alloc(51 * 1024 * 1024), 'a.bin');
    expect(await refusal(bot.api.sendDocument(ANA, huge))).toBe('413 Request Entity Too Large');
  });

  it('about albums: two to ten, kinds that go together, messages of their own with one id', async () => {
    await begin();
    const item = (type: 'photo' | 'document', bytes: Buffer) => ({
      type,
      media: new InputFile(bytes, 'a.png'),
    });
    const png = await picture(40, 30);
    const album = await bot.api.sendMediaGroup(ANA, [item('photo', png), item('photo', png)] as never);
    const groups = album.map((each) => ('media_group_id' in each ? each.media_group_id : undefined));
    expect(groups[0]).toMatch(/^\d+$/);
    expect(groups[1]).toBe(groups[0]);
    expect(new Set(album.map((each) => each.message_id)).size).toBe(2);
    const one = bot.api.sendMediaGroup(ANA, [item('photo', png)] as never);
    expect(await refusal(one)).toMatch(/2-10 items/);
    const mixed = bot.api.sendMediaGroup(ANA, [item('photo', png), item('document', png)] as never);
    expect(await refusal(mixed)).toMatch(/Documents can't be mixed/);
  });

  it('about reactions, chat actions and messages that nobody named', async () => {
    await begin();
    const { message_id: id } = await bot.api.sendMessage(ANA, 'x');
    const react = (emoji: string) =>
      refusal(bot.api.setMessageReaction(ANA, id, [{ type: 'emoji', emoji: emoji as '👍' }]));
    expect(await react('🦜')).toMatch(/REACTION_INVALID/);
    expect(await react('👍')).toBe('accepted');
    expect(await control(`GET /telegram/chats/${ANA}`)).toMatchObject({ messages: [{}, { reaction: '👍' }] });
    expect(await refusal(bot.api.sendChatAction(ANA, 'sleeping' as 'typing'))).toMatch(
      /wrong parameter action/,
    );
    expect(await refusal(bot.api.deleteMessages(ANA, []))).toMatch(/identifiers are not specified/);
    expect(await refusal(bot.api.raw.deleteMessage({ chat_id: ANA } as never))).toMatch(/not specified/);
    expect(await refusal(bot.api.unpinAllChatMessages(ANA))).toBe('accepted');
    expect(await refusal(bot.api.unpinChatMessage(ANA))).toMatch(/message to unpin not found/);
  });
});

describe('what a bot says of itself', () => {
  it('is kept by scope and language, the narrowest first, and refused when it is out of bounds', async () => {
    const commands = (description: string) => [{ command: 'status', description }];
    await bot.api.setMyCommands(commands('all'));
    await bot.api.setMyCommands(commands('todos'), { language_code: 'es' });
    const shown = async () => (await control(`GET /telegram/chats/${ANA}`)).commands;
    expect(await shown()).toEqual(commands('todos'));
    await bot.api.setMyCommands(commands('private'), { scope: { type: 'all_private_chats' } });
    expect(await shown()).toEqual(commands('private'));
    const scope = { type: 'chat' as const, chat_id: ANA };
    await bot.api.setMyCommands(commands('Ana'), { scope });
    expect(await bot.api.getMyCommands({ scope })).toEqual(commands('Ana'));
    expect(await shown()).toEqual(commands('Ana'));
    await bot.api.deleteMyCommands({ scope });
    expect(await shown()).toEqual(commands('private'));
    const bad = [{ command: 'Estado', description: 'x' }];
    expect(await refusal(bot.api.setMyCommands(bad))).toMatch(/BOT_COMMAND_INVALID/);
    const empty = bot.api.setMyCommands(commands(''));
    expect(await refusal(empty)).toMatch(/BOT_COMMAND_DESCRIPTION_INVALID/);
    const strange = bot.api.setMyCommands([], { scope: { type: 'planet' } as never });
    expect(await refusal(strange)).toMatch(/BotCommandScope/);
  });

  it('has descriptions by language and a menu button by chat', async () => {
    await bot.api.setMyDescription('Campañas', { language_code: 'es' });
    expect(await bot.api.getMyDescription({ language_code: 'es' })).toEqual({ description: 'Campañas' });
    expect(await bot.api.getMyDescription()).toEqual({ description: '' });
    expect(await refusal(bot.api.setMyShortDescription('x'.repeat(121)))).toMatch(
      /SHORT_DESCRIPTION_INVALID/,
    );
    const panel = { type: 'web_app' as const, text: 'Panel', web_app: { url: 'https://panel.py/' } };
    await bot.api.setChatMenuButton({ chat_id: ANA, menu_button: panel });
    expect(await bot.api.getChatMenuButton({ chat_id: ANA })).toEqual(panel);
    expect(await control(`GET /telegram/chats/${ANA}`)).toMatchObject({ menuButton: panel });
    const plain = { ...panel, web_app: { url: 'http://panel.py/' } };
    expect(await refusal(bot.api.setChatMenuButton({ menu_button: plain }))).toMatch(/Only HTTPS links/);
  });
});

describe('the app', () => {
  const send = (action: string, body: Record<string, unknown>) =>
    control(`POST /telegram/chats/${ANA}/${action}`, body);
  const newest = async () => (await bot.api.getUpdates()).at(-1);

  it('tells a block and its end as a change of membership', async () => {
    await begin();
    await send('block', { blocked: true });
    expect((await newest())?.my_chat_member?.new_chat_member.status).toBe('kicked');
    await send('block', { blocked: false });
    expect((await newest())?.my_chat_member?.new_chat_member.status).toBe('member');
  });

  it('delivers an album as messages of their own, and the same update twice when asked to', async () => {
    await begin();
    const file = { name: 'a.txt', base64: 'eA==', as: 'document' };
    await send('album', { files: [{ ...file, caption: 'dos' }, file] });
    const [, first, second] = await bot.api.getUpdates();
    expect(first?.message?.caption).toBe('dos');
    expect(second?.message?.media_group_id).toBe(first?.message?.media_group_id);
    await control('POST /telegram/faults', { repeatUpdates: 1 });
    const ids = (await bot.api.getUpdates()).map((each) => each.update_id);
    expect(ids).toHaveLength(4);
    expect(ids[0]).toBe(ids[1]);
  });

  it('shares the own number, somebody else’s, and people; a one-time keyboard folds away', async () => {
    await control('POST /telegram/users', { id: 1002, firstName: 'Luis' });
    await begin();
    const keyboard = new Keyboard()
      .requestContact('Mi número')
      .requestUsers('Elegir', 7, { request_name: true })
      .oneTime();
    await bot.api.sendMessage(ANA, '¿?', { reply_markup: keyboard });
    await send('contact', { own: true });
    const own = (await newest())?.message?.contact;
    expect(own?.user_id).toBe(ANA);
    expect(own?.phone_number).toMatch(/^\+\d+$/);
    expect(await control(`GET /telegram/chats/${ANA}`)).toMatchObject({ replyKeyboard: { folded: true } });
    await send('contact', { phone: '+595981777111', firstName: 'Rosa' });
    expect((await newest())?.message?.contact).toEqual({ phone_number: '+595981777111', first_name: 'Rosa' });
    await send('people', { requestId: 7, userIds: [1002] });
    expect((await newest())?.message?.users_shared).toEqual({
      request_id: 7,
      users: [{ user_id: 1002, first_name: 'Luis' }],
    });
    await bot.api.sendMessage(ANA, 'gracias', { reply_markup: { remove_keyboard: true } });
    expect(await control(`GET /telegram/chats/${ANA}`)).toMatchObject({ replyKeyboard: null });
  });

  it('forwards what is not protected', async () => {
    await begin();
    const open = await bot.api.sendMessage(ANA, 'abierto');
    const shut = await bot.api.sendMessage(ANA, 'cerrado', { protect_content: true });
    await send('forward', { messageId: open.message_id });
    expect((await newest())?.message).toMatchObject({
      text: 'abierto',
      forward_origin: { type: 'user', sender_user: { is_bot: true } },
    });
    await expect(send('forward', { messageId: shut.message_id })).rejects.toThrow('protected');
  });

  it('opens a Mini App with launch data that the token proves, and forges them on request', async () => {
    const launch = async (forge?: string) => {
      const { src } = await send('webapp', { url: 'https://panel.py/', ...(forge ? { forge } : {}) });
      const fragment = new URLSearchParams(String(src).split('#')[1]);
      expect(fragment.get('tgWebAppVersion')).toMatch(/^\d+\.\d+$/);
      return new URLSearchParams(fragment.get('tgWebAppData') ?? '');
    };
    const isProven = (data: URLSearchParams) => {
      const hash = data.get('hash');
      const lines = [...data].filter(([name]) => name !== 'hash').map(([name, value]) => `${name}=${value}`);
      const secret = createHmac('sha256', 'WebAppData').update(TOKEN).digest();
      return createHmac('sha256', secret).update(lines.toSorted().join('\n')).digest('hex') === hash;
    };
    const honest = await launch();
    expect(isProven(honest)).toBe(true);
    expect(JSON.parse(honest.get('user') ?? '{}')).toMatchObject({ id: ANA, language_code: 'es' });
    expect(honest.get('signature')).toMatch(/^[\w-]{86}$/);
    expect(isProven(await launch('hash'))).toBe(false);
    expect(isProven(await launch('user'))).toBe(false);
    const old = await launch('old');
    expect(isProven(old)).toBe(true);
    expect(Number(old.get('auth_date'))).toBeLessThan(Date.now() / 1000 - 47 * 3600);
  });
});

describe('updates', () => {
  it('come to a webhook one after another, each until it is answered, and only of the kinds wished', async () => {
    const got: string[] = [];
    let refuse = 1;
    const hook = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += String(part);
      const status = refuse-- > 0 ? 500 : 200;
      if (status === 200) got.push(JSON.parse(body).message?.text);
      expect(request.headers['x-telegram-bot-api-secret-token']).toBe('s3cret');
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const { port } = hook.address() as AddressInfo;
    expect(await refusal(bot.api.setWebhook('http://example.org/'))).toMatch(/HTTPS URL must be provided/);
    await bot.api.setWebhook(`http://127.0.0.1:${port}/`, {
      secret_token: 's3cret',
      max_connections: 1,
      allowed_updates: ['message'],
    });
    await begin();
    await control(`POST /telegram/chats/${ANA}/edit`, { messageId: 1, text: '/start x' });
    await control(`POST /telegram/chats/${ANA}/text`, { text: 'dos' });
    await expect.poll(() => got, { timeout: 5000 }).toEqual(['/start', 'dos']);
    expect(await bot.api.getWebhookInfo()).toMatchObject({
      max_connections: 1,
      pending_update_count: 0,
      last_error_message: expect.stringContaining('500'),
    });
    expect(await refusal(bot.api.getUpdates())).toMatch(/^409 .*webhook is active/);
    await bot.api.deleteWebhook();
    expect(await refusal(bot.api.getUpdates())).toBe('accepted');
    hook.close();
    hook.closeAllConnections();
  });

  it('are confirmed by an offset, and thrown away when a bot begins afresh', async () => {
    await begin();
    await control(`POST /telegram/chats/${ANA}/text`, { text: 'dos' });
    expect((await bot.api.getUpdates({ offset: -1 })).map((each) => each.message?.text)).toEqual(['dos']);
    await bot.api.deleteWebhook({ drop_pending_updates: true });
    expect(await bot.api.getUpdates()).toEqual([]);
  });
});

async function untilMessage(fits: (message: { id: number; text?: string }) => boolean) {
  for (let tries = 0; tries < 200; tries += 1) {
    const chat = await control(`GET /telegram/chats/${ANA}`);
    const found = (chat.messages as { id: number; text?: string }[]).find(fits);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the message never came');
}
