/** `new:text`, `new:nofiles` and their kin: what people do to what the message has already. */
import { actorOf, type BotContext, tapped, toast } from '../context.ts';
import { askFor } from '../question.ts';
import type { Area } from './area.ts';
import { textScreen } from './file-screens.ts';
import { contentScreen } from './screens.ts';

export function addComposing({ kit, stage, contents, composer, on }: Area) {
  const { control } = kit;
  const { files } = contents;

  /** What is left; the question for a message when that is nothing. */
  async function show(ctx: BotContext, chat: number) {
    const draft = await control.draft(chat);
    const at = { tapped: tapped(ctx) };
    if (!draft || draft.content) return void (await stage.show(chat, await stage.current(chat), at));
    await stage.clear(chat);
    await stage.show(chat, contentScreen(await kit.voiceOf(chat), draft), at);
    await askFor(ctx, 'content');
  }

  on('new:nofiles', async (ctx, { createdBy }) => {
    await toast(ctx);
    await files.after(createdBy, () => control.removeFiles(actorOf(ctx)));
    await show(ctx, createdBy);
  });
  on('new:notext', async (ctx, { createdBy }) => {
    await toast(ctx);
    await files.after(createdBy, () => control.removeText(actorOf(ctx)));
    await show(ctx, createdBy);
  });
  on('new:text', async (ctx, draft) => {
    await toast(ctx);
    const face = textScreen(await kit.voiceOf(draft.createdBy), draft);
    await stage.show(draft.createdBy, face, { tapped: tapped(ctx) });
    await askFor(ctx, 'content');
  });
  on('new:text:swap', async (ctx, { createdBy }) => {
    await toast(ctx);
    if (await contents.swapText(ctx)) return;
    await stage.show(createdBy, await stage.current(createdBy), { tapped: tapped(ctx) });
  });
  on('new:late', async (ctx) => {
    await toast(ctx, (await kit.voiceOf(ctx.from?.id ?? 0)).t('new-receiving'));
    await files.addLate(ctx);
  });
  // It stands below each file that was refused, and counts there also when others were sent since.
  composer.callbackQuery('new:asfile', (ctx) => files.asFile(ctx));
}
