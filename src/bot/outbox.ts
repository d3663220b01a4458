/**
 * One way out per chat: answers to taps before views, Telegram's `retry_after` obeyed for the whole chat,
 * people who blocked the bot left alone, network trouble waited out. The sender of campaigns never waits here.
 */
import { type Api, GrammyError, HttpError, InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { keyboard, markup, type Screen } from './screen.ts';

export interface SendOptions {
  /** Rings; without it the message is silent. */
  readonly loud?: boolean;
  readonly replyTo?: number;
  /** Before views: an answer to what the person just did. */
  readonly answer?: boolean;
  /** After views: one of many that may come together, such as people's answers. */
  readonly later?: boolean;
  /** Takes the keyboard of an earlier question away; such a message can't be edited, and has no buttons. */
  readonly removeKeys?: boolean;
}

export type ShownAs = 'photo' | 'video' | 'voice' | 'document';

/** A file of a message as people will get it. */
export interface ShownFile {
  readonly as: ShownAs;
  readonly name: string;
  readonly path: string;
  /** By which Telegram knows it already. */
  readonly id?: string;
}

export interface Outbox {
  send(chat: number, screen: Screen, options?: SendOptions): Promise<number | null>;
  /**
   * `gone` when there is no such message any more (or it can't be edited): send a new one. `renew` tells what to say
   * instead where the edit had to wait, null: nothing any more.
   */
  edit(
    chat: number,
    message: number,
    screen: Screen,
    options?: { answer?: boolean; renew?: () => Promise<Screen | null> },
  ): Promise<'done' | 'gone'>;
  /** A code is protected from being passed on, a chart isn't. */
  photo(
    chat: number,
    png: Uint8Array,
    screen: Screen,
    options?: SendOptions & { open?: boolean },
  ): Promise<number | null>;
  editPhoto(chat: number, message: number, png: Uint8Array, screen: Screen): Promise<'done' | 'gone'>;
  editCaption(chat: number, message: number, screen: Screen): Promise<'done' | 'gone'>;
  file(
    chat: number,
    name: string,
    content: Uint8Array | { readonly path: string },
    options?: SendOptions & { caption?: string },
  ): Promise<number | null>;
  /** Several photos and videos stand together. What Telegram doesn't take is left out: it costs a view. */
  media(chat: number, files: readonly ShownFile[]): Promise<{ message: number; id: string }[]>;
  remove(chat: number, message: number, options?: { answer?: boolean }): Promise<boolean>;
  /** A sign on a message of the person's: the receipt of what needs no words. */
  react(chat: number, message: number, emoji: '👍'): Promise<boolean>;
  pin(chat: number, message: number): Promise<void>;
  unpin(chat: number, message: number): Promise<void>;
  typing(chat: number): Promise<void>;
  /** Resolves when all that was given so far is out, or after `ms`. */
  drain(ms: number): Promise<void>;
}

/** Nobody waits any longer for the answer to what they did, when Telegram is away for so many tries. */
const TRIES = 8;
const LONGEST_WAIT = 10_000;
/** What waited longer may not be true any more. */
const STALE = 1_000;
const QUIET = { link_preview_options: { is_disabled: true } } as const;

export function createOutbox(deps: {
  api: Api;
  clock: Clock;
  log: Logger;
  /** This person has blocked the bot. */
  blocked: (chat: number) => Promise<void>;
}): Outbox {
  const { api, clock, log } = deps;
  const queues = new Map<number, PQueue>();

  function queueOf(chat: number): PQueue {
    const known = queues.get(chat);
    if (known) return known;
    const queue = new PQueue({ concurrency: 1 });
    queues.set(chat, queue);
    return queue;
  }

  /**
   * `null` when it can't be delivered to this person at all. Throws Telegram's other refusals. What happened is told
   * however long Telegram is away.
   */
  async function patiently<T>(chat: number, call: () => Promise<T>, most: number): Promise<T | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await call();
      } catch (error) {
        if (error instanceof GrammyError && error.error_code === 429) {
          await clock.sleep(((error.parameters.retry_after ?? 1) + 0.5) * 1000);
        } else if (error instanceof GrammyError && error.error_code === 403) {
          await deps.blocked(chat);
          return null;
        } else if ((error instanceof HttpError || isServerError(error)) && tries < most) {
          if (tries <= TRIES) log.warn({ event: 'telegram-unreachable', tries });
          await clock.sleep(Math.min(1000 * 2 ** (tries - 1), LONGEST_WAIT));
        } else throw error;
      }
    }
  }

  const run = <T>(
    chat: number,
    { answer, later }: Pick<SendOptions, 'answer' | 'later'>,
    call: () => Promise<T>,
  ): Promise<T | null> =>
    queueOf(chat).add(() => patiently(chat, call, answer ? TRIES : Number.POSITIVE_INFINITY), {
      priority: answer ? 1 : later ? -1 : 0,
    });

  async function editing(
    chat: number,
    answer: boolean,
    call: () => Promise<unknown>,
  ): Promise<'done' | 'gone'> {
    try {
      await run(chat, { answer }, call);
      return 'done';
    } catch (error) {
      if (!(error instanceof GrammyError)) throw error;
      if (/message is not modified/.test(error.description)) return 'done';
      // Deleted, too old, of another kind, or for a reason that nobody has told us of: a new one says the same.
      if (error.error_code === 400) return 'gone';
      throw error;
    }
  }

  /** What fails here costs a view, nothing else. */
  async function harmless(chat: number, call: () => Promise<unknown>, answer = false): Promise<boolean> {
    try {
      await run(chat, { answer }, call);
      return true;
    } catch (error) {
      if (!(error instanceof GrammyError)) throw error;
      log.info({ event: 'telegram-refused', method: error.method, why: error.description });
      return false;
    }
  }

  const sending = ({ loud, replyTo }: SendOptions) => ({
    disable_notification: !loud,
    ...(replyTo ? { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } } : {}),
  });

  return {
    async send(chat, screen, options = {}) {
      const below = markup(screen, options.removeKeys);
      const sent = await run(chat, options, () =>
        api.sendMessage(chat, screen.text, {
          ...QUIET,
          ...sending(options),
          entities: screen.entities,
          ...(below ? { reply_markup: below } : {}),
        }),
      );
      return sent?.message_id ?? null;
    },
    edit(chat, message, screen, { answer = false, renew } = {}) {
      const askedAt = clock.monotonic();
      return editing(chat, answer, async () => {
        const waited = clock.monotonic() - askedAt > STALE;
        const latest = waited && renew ? await renew() : screen;
        if (!latest) return;
        await api.editMessageText(chat, message, latest.text, {
          ...QUIET,
          entities: latest.entities,
          reply_markup: keyboard(latest.buttons),
        });
      });
    },
    async photo(chat, png, screen, { open = false, ...options } = { answer: true }) {
      const sent = await run(chat, options, () =>
        api.sendPhoto(chat, new InputFile(png, 'whatsapp.png'), {
          caption: screen.text,
          caption_entities: screen.entities,
          reply_markup: keyboard(screen.buttons),
          // Who scans it links his own account and would see the recipients.
          protect_content: !open,
          ...sending(options),
        }),
      );
      return sent?.message_id ?? null;
    },
    editPhoto: (chat, message, png, screen) =>
      editing(chat, true, () =>
        api.editMessageMedia(
          chat,
          message,
          {
            type: 'photo',
            media: new InputFile(png, 'whatsapp.png'),
            caption: screen.text,
            caption_entities: screen.entities,
          },
          { reply_markup: keyboard(screen.buttons) },
        ),
      ),
    editCaption: (chat, message, screen) =>
      editing(chat, true, () =>
        api.editMessageCaption(chat, message, {
          caption: screen.text,
          caption_entities: screen.entities,
          reply_markup: keyboard(screen.buttons),
        }),
      ),
    async file(chat, name, content, options = {}) {
      const sent = await run(chat, options, () =>
        api.sendDocument(chat, new InputFile('path' in content ? content.path : content, name), {
          ...sending(options),
          ...(options.caption ? { caption: options.caption } : {}),
        }),
      );
      return sent?.message_id ?? null;
    },
    async media(chat, files) {
      let sent: Message[] = [];
      await harmless(chat, async () => {
        sent = await showing(api, chat, files);
      });
      return sent.map((message) => ({ message: message.message_id, id: fileIdOf(message) }));
    },
    remove: (chat, message, { answer = false } = {}) =>
      harmless(chat, () => api.deleteMessage(chat, message), answer),
    react: (chat, message, emoji) =>
      harmless(chat, () => api.setMessageReaction(chat, message, [{ type: 'emoji', emoji }]), true),
    pin: async (chat, message) => {
      await harmless(chat, () => api.pinChatMessage(chat, message, { disable_notification: true }));
    },
    unpin: async (chat, message) => {
      await harmless(chat, () => api.unpinChatMessage(chat, message));
    },
    typing: async (chat) => {
      await api.sendChatAction(chat, 'typing').catch(() => undefined);
    },
    async drain(ms) {
      const over = new AbortController();
      const idle = Promise.all([...queues.values()].map((queue) => queue.onIdle()));
      await Promise.race([idle, clock.sleep(ms, over.signal).catch(() => undefined)]);
      over.abort();
    },
  };
}

/** As messages without a word: several as one album, one as what it is. */
async function showing(api: Api, chat: number, files: readonly ShownFile[]): Promise<Message[]> {
  const silent = { disable_notification: true };
  // Made at each try: a stream that was sent half is of no use.
  const source = ({ id, path, name }: ShownFile) => id ?? new InputFile(path, name);
  const [first] = files;
  if (!first) return [];
  if (files.length === 1)
    switch (first.as) {
      case 'photo':
        return [await api.sendPhoto(chat, source(first), silent)];
      case 'video':
        return [await api.sendVideo(chat, source(first), silent)];
      case 'voice':
        return [await api.sendVoice(chat, source(first), silent)];
      case 'document':
        return [await api.sendDocument(chat, source(first), silent)];
    }
  const album = files.map((file) =>
    file.as === 'video'
      ? ({ type: 'video', media: source(file) } as const)
      : ({ type: 'photo', media: source(file) } as const),
  );
  return api.sendMediaGroup(chat, album, silent);
}

const fileIdOf = ({ photo, video, voice, document }: Message): string =>
  (photo?.at(-1) ?? video ?? voice ?? document)?.file_id ?? '';

const isServerError = (error: unknown) => error instanceof GrammyError && error.error_code >= 500;
