/** `optout:changed`: known numbers that may have another owner by now. The operators are asked, in one message that grows. */
import type { Composer } from 'grammy';
import { type BotContext, type Kit, toast } from '../context.ts';
import { keepPlace, showInPlace } from '../places.ts';
import { decide } from './deciding.ts';
import { changedScreen } from './screens.ts';

const CHANGED = 'changed-numbers';
/** So many are decided about by one tap. */
const MOST_CHANGED = 1000;
/** Of these the screen has use for a few. */
const SHOWN = 20;
/** The message is added to for so long. */
const GROWS_FOR = 12 * 3_600_000;

export function addChanged(kit: Kit, composer: Composer<BotContext>) {
  const show = async (ctx: BotContext) =>
    showInPlace(kit, ctx, changedScreen(await kit.voiceOf(ctx.from?.id ?? 0), await changedPeople(kit)));

  composer.callbackQuery('optout:changed', async (ctx) => {
    await toast(ctx);
    await show(ctx);
  });
  composer.callbackQuery(/^optout:changed:(keep|out)$/, async (ctx) => {
    const decision = ctx.match[1] === 'keep' ? 'keep' : 'out';
    const { doubts } = await kit.people.doubts({ about: 'identity', limit: MOST_CHANGED });
    for (const { person } of doubts) await decide(kit, ctx, person, decision);
    await toast(ctx, (await kit.voiceOf(ctx.from.id)).t(`optout-changed-${decision}`));
    await show(ctx);
  });
}

/** Asks all operators; where the question stands already, it grows. */
export async function tellChanged(kit: Kit): Promise<void> {
  const { chats, outbox, clock } = kit;
  for (const { id, blocked, language } of await kit.team.members()) {
    if (blocked) continue;
    const face = changedScreen(kit.voice({ language }), await changedPeople(kit));
    const place = await chats.card(id, CHANGED);
    const grows = place !== null && clock.now() - place.at < GROWS_FOR;
    if (grows && (await outbox.edit(id, place.messageId, face)) === 'done') continue;
    const message = await outbox.send(id, face);
    if (message) await keepPlace(kit, { chat: id, what: CHANGED, message });
  }
}

async function changedPeople(kit: Kit) {
  const { total, doubts } = await kit.people.doubts({ about: 'identity', limit: SHOWN });
  return { total, people: doubts.map(({ person }) => person) };
}
