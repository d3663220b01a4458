/**
 * All that goes out to a chat, as calls of Telegram's (`calls.ts` says in which order, and how patiently). The sender of
 * campaigns never waits here.
 */
import { type Api, InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import type { Clock } from '../clock.ts';
import { type Calls, type CallsDeps, createCalls, type Rank } from './calls.ts';
import { keyboard, markup, type Screen } from './screen.ts';

export interface SendOptions extends Rank {
  /** Rings; without it the message is silent. */
  readonly loud?: boolean;
  readonly replyTo?: number;
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

/** What waited longer may not be true any more. */
const STALE = 1_000;
const QUIET = { link_preview_options: { is_disabled: true } } as const;

/** Each chat has its own order; all of it ends with `drain`. */
export function createOutbox(deps: CallsDeps & { readonly api: Api }): Outbox {
  const { api } = deps;
  const calls = createCalls(deps);
  return {
    ...screens(api, calls, deps.clock),
    ...pictures(api, calls),
    ...files(api, calls),
    ...signs(api, calls),
    drain: calls.drain,
  };
}

const sending = ({ loud, replyTo }: SendOptions) => ({
  disable_notification: !loud,
  ...(replyTo ? { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } } : {}),
});

const captionOf = ({ text, entities }: Screen) => ({ caption: text, caption_entities: entities });

function screens(api: Api, calls: Calls, clock: Clock): Pick<Outbox, 'send' | 'edit' | 'remove'> {
  return {
    async send(chat, screen, options = {}) {
      const below = markup(screen, options.removeKeys);
      const sent = await calls.run(chat, options, () =>
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
      return calls.edit(chat, { answer }, async () => {
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
    remove: (chat, message, rank = {}) => calls.harmless(chat, rank, () => api.deleteMessage(chat, message)),
  };
}

/** Codes and charts: each stands alone, with a caption and buttons. */
function pictures(api: Api, calls: Calls): Pick<Outbox, 'photo' | 'editPhoto' | 'editCaption'> {
  const answer = { answer: true };
  return {
    async photo(chat, png, screen, { open = false, ...options } = answer) {
      const sent = await calls.run(chat, options, () =>
        api.sendPhoto(chat, new InputFile(png, 'whatsapp.png'), {
          ...captionOf(screen),
          reply_markup: keyboard(screen.buttons),
          // Who scans it links his own account and would see the recipients.
          protect_content: !open,
          ...sending(options),
        }),
      );
      return sent?.message_id ?? null;
    },
    editPhoto: (chat, message, png, screen) =>
      calls.edit(chat, answer, () =>
        api.editMessageMedia(
          chat,
          message,
          { type: 'photo', media: new InputFile(png, 'whatsapp.png'), ...captionOf(screen) },
          { reply_markup: keyboard(screen.buttons) },
        ),
      ),
    editCaption: (chat, message, screen) =>
      calls.edit(chat, answer, () =>
        api.editMessageCaption(chat, message, {
          ...captionOf(screen),
          reply_markup: keyboard(screen.buttons),
        }),
      ),
  };
}

function files(api: Api, calls: Calls): Pick<Outbox, 'file' | 'media'> {
  return {
    async file(chat, name, content, options = {}) {
      const sent = await calls.run(chat, options, () =>
        api.sendDocument(chat, new InputFile('path' in content ? content.path : content, name), {
          ...sending(options),
          ...(options.caption ? { caption: options.caption } : {}),
        }),
      );
      return sent?.message_id ?? null;
    },
    async media(chat, shown) {
      let sent: Message[] = [];
      await calls.harmless(chat, {}, async () => {
        sent = await showing(api, chat, shown);
      });
      return sent.map((message) => ({ message: message.message_id, id: fileIdOf(message) }));
    },
  };
}

/** What stands on a message, or above the chat, without words. */
function signs(api: Api, calls: Calls): Pick<Outbox, 'react' | 'pin' | 'unpin' | 'typing'> {
  return {
    react: (chat, message, emoji) =>
      calls.harmless(chat, { answer: true }, () =>
        api.setMessageReaction(chat, message, [{ type: 'emoji', emoji }]),
      ),
    pin: async (chat, message) => {
      await calls.harmless(chat, {}, () => api.pinChatMessage(chat, message, { disable_notification: true }));
    },
    unpin: async (chat, message) => {
      await calls.harmless(chat, {}, () => api.unpinChatMessage(chat, message));
    },
    typing: async (chat) => {
      await api.sendChatAction(chat, 'typing').catch(() => undefined);
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
