/** What is on its way into the message: one preview for all that comes together. */
import type { Kit } from '../context.ts';
import { toldFull } from '../disk.ts';
import type { Stage } from './stage.ts';

export interface Incoming {
  /** All of `work` fetches what was sent; where any of it was added, a preview follows when nothing more has come for `quiet` ms. */
  expect(chat: number, work: readonly Promise<boolean>[], quiet: number): void;
  /** Something that was sent isn't in the message yet, or not in what the person sees of it. */
  busy(chat: number): boolean;
  /** The preview was shown: nobody needs to show it later. */
  shown(chat: number): void;
}

export function createIncoming(kit: Kit, stage: Stage): Incoming {
  const { control, clock } = kit;
  /** How many of those that came together aren't shown yet. */
  const open = new Map<number, number>();
  /** Only the latest of several waits shows the preview. */
  const waits = new Map<number, number>();

  const nextWait = (chat: number): number => {
    const mine = (waits.get(chat) ?? 0) + 1;
    waits.set(chat, mine);
    return mine;
  };

  async function showLater(chat: number, quiet: number) {
    const mine = nextWait(chat);
    await clock.sleep(quiet);
    if (waits.get(chat) !== mine) return;
    const draft = await control.draft(chat);
    if (!draft?.content) return;
    stage.turnPage(chat, true);
    await stage.show(chat, await stage.current(chat));
  }

  return {
    busy: (chat) => open.has(chat),
    shown: (chat) => void nextWait(chat),
    expect(chat, work, quiet) {
      // One that comes while we fetch is shown together with these.
      nextWait(chat);
      open.set(chat, (open.get(chat) ?? 0) + 1);
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
    },
  };
}
