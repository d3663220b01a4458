/** `new:lists`: lists that operators keep for later. `new:uselist:7` reads one again, `new:savedlist:7` shows it. */
import type { SavedList } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { type BotContext, idIn, tapped, toast } from '../context.ts';
import { type Answer, closeQuestions } from '../question.ts';
import { type Button, button, clip } from '../screen.ts';
import type { Area } from './area.ts';
import { addShelf, type Keeping, lostScreen, pageScreen, type Shelf, shelfAnswers } from './shelf.ts';

export const LISTS: Shelf<SavedList> = {
  words: 'savedlist',
  to: {
    choose: 'new:lists',
    change: 'new:savedlists',
    use: 'new:uselist',
    one: 'new:savedlist',
    save: 'new:savelist',
  },
  back: 'new:start',
  about: (voice, { list }) => [
    voice.t('savedlist-people', {
      count: list.summary.people,
      people: voice.number(list.summary.people),
      file: clip(list.name, 40),
    }),
    voice.t('savedlist-kept'),
  ],
  questions: { name: 'list-name', rename: 'list-rename' },
  deeds: { saved: 'list-saved', removed: 'list-removed' },
};

/** Among the draft's options. */
export const saveListButton = (voice: Voice): Button => button(voice.t('savedlist-b-save'), 'new:savelist');
/** Where a list is asked for. */
export const savedListsButton = (voice: Voice): Button => button(voice.t('savedlist-b-list'), 'new:lists');

const keepingOf = ({ kit }: Pick<Area, 'kit'>): Keeping<SavedList> => ({
  shelf: LISTS,
  collection: kit.savedLists,
  after: (_, work) => work(),
});

export function addSavedLists(area: Area) {
  const { kit, stage, lists, on } = area;
  const keeping = keepingOf(area);
  addShelf(area, keeping);
  on(/^new:uselist:(\d+)$/, async (ctx, { createdBy }) => {
    const voice = await kit.voiceOf(createdBy);
    const used = await kit.savedLists.use(idIn(ctx));
    const at = { tapped: tapped(ctx) };
    if (!used.ok && used.why === 'gone') {
      await toast(ctx, voice.t('savedlist-gone'));
      return void (await stage.show(createdBy, await pageScreen(kit, keeping, createdBy, 1, false), at));
    }
    await toast(ctx);
    if (!used.ok) return void (await stage.show(createdBy, lostScreen(voice, LISTS), at));
    await closeQuestions(ctx);
    // Read anew: who has said no since is left out.
    await lists.read(ctx, used.input, at);
  });
}

export const savedListAnswers = (
  area: Area,
  other: (ctx: BotContext) => Promise<boolean>,
): { name: Answer; rename: Answer } => shelfAnswers(area, keepingOf(area), other);
