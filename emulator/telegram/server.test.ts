/** The Bot API as an unpatched grammY meets it: what it delivers, and what it refuses with which words. */
import { Bot, GrammyError, HttpError, InlineKeyboard, InputFile } from 'grammy';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegram, type TelegramWorld } from './server.ts';

const TOKEN = '1000000001:emulated-bot-of-the-test-0000000000';
const ANA = 1001;

let world: TelegramWorld;
let bot: Bot;

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
  world = await startTelegram({ token: TOKEN });
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

async function untilMessage(fits: (message: { id: number; text?: string }) => boolean) {
  for (let tries = 0; tries < 200; tries += 1) {
    const chat = await control(`GET /telegram/chats/${ANA}`);
    const found = (chat.messages as { id: number; text?: string }[]).find(fits);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the message never came');
}
