/** Files for the message: fetched in the background, in the order in which they came, one preview for many. */
import type { Campaign } from '../../queue/campaign.ts';
import { isFull } from '../../queue/compose.ts';
import { MOST_MEDIA } from '../../queue/content.ts';
import { type Received, tooBig } from '../../queue/preparing/prepare.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import { toldFull } from '../disk.ts';
import { createLines, type Lines } from '../lines.ts';
import { asWritten } from '../marks.ts';
import { type Attachment, download } from '../upload.ts';
import { lateScreen, type Refusal, refusalScreen, tooLateScreen } from './file-screens.ts';
import type { Stage } from './stage.ts';

/** The pictures of an album come as messages of their own; the preview waits until no more come. */
const QUIET = { album: 1_500, single: 300 };
/** Files that were refused and may go as they are: so many are remembered in each chat. */
const MOST_REFUSED = 10;

export interface Files {
  /** Goes on by itself: what is wrong with the file is told as a reply to it. */
  take(ctx: BotContext, file: Attachment): Promise<void>;
  /** After all that is being fetched. */
  readonly after: Lines;
  /** Something that was sent isn't in the message yet, or not in what the person sees of it. */
  busy(chat: number): boolean;
  /** The preview was shown: nobody needs to show it later. */
  shown(chat: number): void;
  /** The person looks at the question whether to send: what comes late isn't added without asking. */
  closing(chat: number): Promise<void>;
  /** True when it is a late one of an album whose campaign is gone: told, and done. */
  tooLate(ctx: BotContext): Promise<boolean>;
  /** This file may be sent as it is, by a button below `message`. */
  offer(chat: number, message: number | null, file: Waiting): Promise<void>;
  /** `new:asfile`. */
  asFile(ctx: BotContext): Promise<void>;
  /** `new:late`. */
  addLate(ctx: BotContext): Promise<void>;
}

/** A file that waits for the person's word, by Telegram's id of it. */
export interface Waiting {
  readonly file: Attachment;
  readonly caption: string;
  readonly message: number;
  readonly album: string | null;
}

/** The album that came last, and which places of the message its files have. */
export interface Album {
  readonly id: string;
  readonly draft: number;
  /** Place of its first file. */
  readonly from: number;
  /** Message ids of its files, in order. */
  readonly messages: readonly number[];
  readonly captioned: boolean;
}

export function createFiles(kit: Kit, stage: Stage): Files {
  const { control, chats, clock, outbox } = kit;
  const after = createLines();
  /** How many of those that came together aren't shown yet. */
  const open = new Map<number, number>();
  /** Only the latest of several waits shows the preview. */
  const waits = new Map<number, number>();
  /** Albums whose preview was answered with *send*. */
  const closed = new Map<number, string>();

  const readAlbum = async (chat: number) => (await chats.read(`album:${chat}`)) as Album | null | undefined;

  async function refuse(chat: number, refusal: Refusal, one: Waiting) {
    const voice = await kit.voiceOf(chat);
    const face = refusalScreen(voice, refusal);
    const message = await stage.show(chat, face, { replyTo: one.message });
    if (face.buttons.flat().some(({ payload }) => payload === 'new:asfile')) await offer(chat, message, one);
  }

  async function offer(chat: number, message: number | null, one: Waiting) {
    if (message === null) return;
    const before = ((await chats.read(`asfile:${chat}`)) ?? []) as [number, Waiting][];
    await chats.write(`asfile:${chat}`, [...before, [message, one]].slice(-MOST_REFUSED));
  }

  /** Downloads and adds it; true when the message has it now. */
  async function add(ctx: BotContext, one: Waiting, asDocument: boolean): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const { file } = one;
    const draft = await control.draft(chat);
    if (!draft) return false;
    const refusal: Refusal | null =
      tooBig({ ...file, asDocument }, control.limits) ??
      (isFull(draft.content) ? { is: 'full', most: MOST_MEDIA } : null);
    if (refusal) return refused(refusal);
    await outbox.typing(chat);
    const got = await download(kit, file);
    if (!got.ok) {
      const big = { is: 'too-big', what: 'file', bytes: file.bytes, most: control.limits.file } as const;
      return refused(got.why === 'size' ? big : { is: got.why });
    }
    const thumbnail = file.thumbnail && (await download(kit, file.thumbnail));
    const received: Received = {
      ...receivedAs(file, got.bytes, asDocument),
      ...(thumbnail?.ok ? { thumbnail: thumbnail.bytes } : {}),
    };
    const { album, place } = placeIn(draft, one, await readAlbum(chat));
    const result = await control.addFile(draft.id, received, place);
    if (!result.ok) return refused(result.problem);
    if (album) await chats.write(`album:${chat}`, album);
    if (one.caption !== '') await chats.write(`content:${chat}`, one.message);
    return result.draft !== null;

    async function refused(why: Refusal): Promise<false> {
      await refuse(chat, why, one);
      return false;
    }
  }

  const nextWait = (chat: number): number => {
    const mine = (waits.get(chat) ?? 0) + 1;
    waits.set(chat, mine);
    return mine;
  };

  /** Shows the preview when nothing more has come for a while. */
  async function showLater(chat: number, quiet: number) {
    const mine = nextWait(chat);
    await clock.sleep(quiet);
    if (waits.get(chat) !== mine) return;
    const draft = await control.draft(chat);
    if (!draft?.content) return;
    stage.turnPage(chat, true);
    await stage.show(chat, await stage.current(chat));
  }

  /** All of these, then the preview. */
  function begin(ctx: BotContext, some: readonly Waiting[], asDocument = false) {
    const chat = ctx.chat?.id ?? 0;
    const work = some.map((one) => after(chat, () => add(ctx, one, asDocument)));
    // One that comes while we fetch is shown together with these.
    nextWait(chat);
    open.set(chat, (open.get(chat) ?? 0) + 1);
    const quiet = some.some(({ album }) => album !== null) ? QUIET.album : QUIET.single;
    void Promise.all(work)
      .then((added) => (added.includes(true) ? showLater(chat, quiet) : undefined))
      .catch(async (error) => {
        kit.log.error({ event: 'file', err: error });
        await toldFull(kit, chat, error).catch(() => undefined);
      })
      .finally(() => {
        const left = (open.get(chat) ?? 1) - 1;
        if (left > 0) open.set(chat, left);
        else open.delete(chat);
      });
  }

  return {
    after,
    offer,
    busy: (chat) => open.has(chat),
    shown: (chat) => void nextWait(chat),
    async take(ctx, file) {
      const chat = ctx.chat?.id ?? 0;
      const one = waitingOf(ctx, file);
      if (one.album === null || closed.get(chat) !== one.album) return begin(ctx, [one]);
      const late = [...(((await chats.read(`late:${chat}`)) ?? []) as Waiting[]), one];
      await chats.write(`late:${chat}`, late);
      await stage.show(chat, lateScreen(await kit.voiceOf(chat), late.length), { replyTo: one.message });
    },
    async closing(chat) {
      const album = await readAlbum(chat);
      await chats.erase(`late:${chat}`);
      if (album) closed.set(chat, album.id);
    },
    async tooLate(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const id = ctx.message?.media_group_id;
      if (!id || (await readAlbum(chat))?.id !== id || (await control.draft(chat))) return false;
      const voice = await kit.voiceOf(chat);
      const replyTo = ctx.message?.message_id ?? 0;
      await outbox.send(chat, tooLateScreen(voice), { answer: true, replyTo });
      return true;
    },
    async asFile(ctx) {
      const chat = ctx.from?.id ?? 0;
      const waiting = ((await chats.read(`asfile:${chat}`)) ?? []) as [number, Waiting][];
      const one = waiting.find(([message]) => message === tapped(ctx))?.[1];
      const draft = await control.draft(chat);
      const voice = await kit.voiceOf(chat);
      if (!one || !draft) {
        await toast(ctx, voice.t('guard-old'));
        return void (await stage.show(chat, await stage.current(chat)));
      }
      await toast(ctx, voice.t('new-receiving'));
      // A second tap finds nothing.
      await chats.write(
        `asfile:${chat}`,
        waiting.filter(([message]) => message !== tapped(ctx)),
      );
      begin(ctx, [one], true);
    },
    async addLate(ctx) {
      const chat = ctx.from?.id ?? 0;
      const late = ((await chats.read(`late:${chat}`)) ?? []) as Waiting[];
      await chats.erase(`late:${chat}`);
      closed.delete(chat);
      begin(ctx, late);
    },
  };
}

/** Files of one album stand in the order of their messages, however late they come. */
export function placeIn(
  draft: Pick<Campaign, 'id' | 'content'>,
  { album: id, caption, message }: Pick<Waiting, 'album' | 'caption' | 'message'>,
  known: Album | null | undefined,
): { album: Album | null; place: { caption: string; at?: number; join?: boolean } } {
  if (id === null) return { album: null, place: { caption } };
  const count = draft.content?.media.length ?? 0;
  const same = known?.id === id && known.draft === draft.id && known.from + known.messages.length <= count;
  const before: Album = same ? known : { id, draft: draft.id, from: count, messages: [], captioned: false };
  const nth = before.messages.filter((other) => other < message).length;
  const album: Album = {
    ...before,
    messages: before.messages.toSpliced(nth, 0, message),
    captioned: before.captioned || caption !== '',
  };
  return { album, place: { caption, at: before.from + nth, join: before.captioned } };
}

export function waitingOf({ message }: BotContext, file: Attachment): Waiting {
  return {
    file,
    caption: asWritten(message?.caption ?? '', message?.caption_entities),
    message: message?.message_id ?? 0,
    album: message?.media_group_id ?? null,
  };
}

export function receivedAs(file: Attachment, bytes: Uint8Array, asDocument: boolean): Received {
  const { name, photo, seconds, width, height } = file;
  return {
    ...{ bytes, name, recompressed: photo, asDocument },
    ...(seconds === undefined ? {} : { seconds }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
}
