/** N5a: messages that operators keep for later. `new:template:7` uses one, `new:savedtext:7` shows and changes it. */
import type { SavedText } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, idIn, tapped, toast } from '../context.ts';
import { type Answer, closeQuestions } from '../question.ts';
import { type Button, button, quote } from '../screen.ts';
import type { Area } from './area.ts';
import { forgetOrigin } from './origin.ts';
import { addShelf, type Keeping, lostScreen, pageScreen, type Shelf, shelfAnswers } from './shelf.ts';

export const TEXTS: Shelf<SavedText> = {
  words: 'saved',
  to: {
    choose: 'new:templates',
    change: 'new:saved',
    use: 'new:template',
    one: 'new:savedtext',
    save: 'new:savetext',
  },
  back: 'new:content',
  about: (voice, { content: { text, media } }) => [
    media.length > 0 ? voice.t('saved-files', { count: media.length }) : null,
    text ? quote(text.slice(0, 900)) : null,
  ],
  questions: { name: 'text-name', rename: 'text-rename' },
  deeds: { saved: 'text-saved', removed: 'text-removed' },
};

/** Below the preview, or among the draft's options. */
export const saveButton = (voice: Voice): Button => button(voice.t('saved-b-save'), 'new:savetext');
/** Where a message is asked for. */
export const savedButton = (voice: Voice): Button => button(voice.t('saved-b-list'), 'new:templates:1');

/** What is still being fetched belongs to the message. */
const keepingOf = ({ kit, contents }: Pick<Area, 'kit' | 'contents'>): Keeping<SavedText> => ({
  shelf: TEXTS,
  collection: kit.saved,
  after: contents.files.after,
});

export function addSaved(area: Area) {
  const { kit, stage, contents, on } = area;
  const { files } = contents;
  const keeping = keepingOf(area);
  addShelf(area, keeping);
  on(/^new:template:(\d+)$/, async (ctx, { createdBy }) => {
    const voice = await kit.voiceOf(createdBy);
    // What is still being fetched belongs to the message that goes.
    const used = await files.after(createdBy, () => kit.saved.use(actorOf(ctx), idIn(ctx)));
    const at = { tapped: tapped(ctx) };
    if (!used.ok && used.why === 'gone') {
      await toast(ctx, voice.t('saved-gone'));
      return void (await stage.show(createdBy, await pageScreen(kit, keeping, createdBy, 1, false), at));
    }
    await toast(ctx);
    if (!used.ok) return void (await stage.show(createdBy, lostScreen(voice, TEXTS), at));
    await closeQuestions(ctx);
    // An edit of the text that was there, or a late picture of its album, is nothing now.
    await forgetOrigin(kit, createdBy);
    files.shown(createdBy);
    stage.turnPage(createdBy, true);
    await stage.show(createdBy, await stage.current(createdBy), at);
  });
}

export const savedAnswers = (
  area: Area,
  other: (ctx: BotContext) => Promise<boolean>,
): { name: Answer; rename: Answer } => shelfAnswers(area, keepingOf(area), other);
