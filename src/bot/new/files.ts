/** Files for the message: fetched in the background, in the order in which they came, one preview for many. */
import { isFull } from '../../queue/compose.ts';
import { MOST_MEDIA } from '../../queue/content.ts';
import { tooBig } from '../../queue/preparing/prepare.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import { createLines, type Lines } from '../lines.ts';
import { type Attachment, download } from '../upload.ts';
import { fetchFile } from './fetching.ts';
import { lateScreen, type Refusal, refusalScreen, tooLateScreen } from './file-screens.ts';
import { createIncoming, type Incoming } from './incoming.ts';
import { lastAlbum, placeIn, textMessage } from './origin.ts';
import type { Stage } from './stage.ts';
import { createWaiting, type Waiting, type WaitingFiles, waitingOf } from './waiting.ts';

/** The pictures of an album come as messages of their own; the preview waits until no more come. */
const QUIET = { album: 1_500, single: 300 };

export interface Files {
  /** Goes on by itself: what is wrong with the file is told as a reply to it. */
  take(ctx: BotContext, file: Attachment): Promise<void>;
  /** After all that is being fetched. */
  readonly after: Lines;
  readonly busy: Incoming['busy'];
  readonly shown: Incoming['shown'];
  /** The person looks at the question whether to send: what comes late isn't added without asking. */
  closing(chat: number): Promise<void>;
  /** True when it is a late one of an album whose campaign is gone: told, and done. */
  tooLate(ctx: BotContext): Promise<boolean>;
  readonly offer: WaitingFiles['offer'];
  /** `new:asfile`. */
  asFile(ctx: BotContext): Promise<void>;
  /** `new:late`. */
  addLate(ctx: BotContext): Promise<void>;
}

export function createFiles(kit: Kit, stage: Stage): Files {
  const { control, outbox } = kit;
  const after = createLines();
  const incoming = createIncoming(kit, stage);
  const waiting = createWaiting(kit);
  const album = lastAlbum(kit);
  /** Albums whose preview was answered with *send*. */
  const closed = new Map<number, string>();

  async function refuse(chat: number, refusal: Refusal, one: Waiting) {
    const face = refusalScreen(await kit.voiceOf(chat), refusal);
    const message = await stage.show(chat, face, { replyTo: one.message });
    if (face.buttons.flat().some(({ payload }) => payload === 'new:asfile'))
      await waiting.offer(chat, message, one);
  }

  /** All of these, then the preview. */
  function begin(chat: number, some: readonly Waiting[], asDocument = false) {
    const work = some.map((one) =>
      after(chat, async () => {
        const added = await addFile(kit, chat, one, asDocument);
        if (typeof added === 'boolean') return added;
        await refuse(chat, added, one);
        return false;
      }),
    );
    incoming.expect(chat, work, some.some((one) => one.album !== null) ? QUIET.album : QUIET.single);
  }

  return {
    after,
    offer: waiting.offer,
    busy: incoming.busy,
    shown: incoming.shown,
    async take(ctx, file) {
      const chat = ctx.chat?.id ?? 0;
      const one = waitingOf(ctx, file);
      if (one.album === null || closed.get(chat) !== one.album) return begin(chat, [one]);
      const late = await waiting.addLate(chat, one);
      await stage.show(chat, lateScreen(await kit.voiceOf(chat), late), { replyTo: one.message });
    },
    async closing(chat) {
      const last = await album.read(chat);
      await waiting.takeLate(chat);
      if (last) closed.set(chat, last.id);
    },
    async tooLate(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const id = ctx.message?.media_group_id;
      if (!id || (await album.read(chat))?.id !== id || (await control.draft(chat))) return false;
      const replyTo = ctx.message?.message_id ?? 0;
      await outbox.send(chat, tooLateScreen(await kit.voiceOf(chat)), { answer: true, replyTo });
      return true;
    },
    async asFile(ctx) {
      const chat = ctx.from?.id ?? 0;
      const voice = await kit.voiceOf(chat);
      const draft = await control.draft(chat);
      const one = draft && (await waiting.takeOffered(chat, tapped(ctx)));
      await toast(ctx, voice.t(one ? 'new-receiving' : 'guard-old'));
      if (one) begin(chat, [one], true);
      else await stage.show(chat, await stage.current(chat));
    },
    async addLate(ctx) {
      const chat = ctx.from?.id ?? 0;
      const late = await waiting.takeLate(chat);
      closed.delete(chat);
      begin(chat, late);
    },
  };
}

/** Downloads a file and puts it into the draft: whether the message has it now, or why it may not. */
async function addFile(
  kit: Kit,
  chat: number,
  one: Waiting,
  asDocument: boolean,
): Promise<boolean | Refusal> {
  const { control } = kit;
  const { file } = one;
  const draft = await control.draft(chat);
  if (!draft) return false;
  const big = tooBig({ ...file, asDocument }, control.limits);
  if (big) return big;
  if (isFull(draft.content)) return { is: 'full', most: MOST_MEDIA };
  await kit.outbox.typing(chat);
  const fetched = await fetchFile(kit, file, asDocument);
  if (!fetched.ok) return fetched.refusal;
  const small = file.thumbnail && (await download(kit, file.thumbnail));
  const received = { ...fetched.received, ...(small?.ok ? { thumbnail: small.bytes } : {}) };
  const last = lastAlbum(kit);
  const { album, place } = placeIn(draft, one, await last.read(chat));
  const result = await control.addFile(draft.id, received, place);
  if (!result.ok) return result.problem;
  if (album) await last.write(chat, album);
  if (one.caption !== '') await textMessage(kit).write(chat, one.message);
  return result.draft !== null;
}
