/** `new:more`: what a draft has by default, and seldom otherwise. */
import type { Campaign } from '../../queue/campaign.ts';
import { isUnseen, linkOf } from '../../queue/links/link.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, tapped, toast } from '../context.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { button, clip, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';
import { saveButton } from './saved.ts';
import { saveListButton } from './saved-lists.ts';
import type { Words } from './words.ts';

/** N6a. */
export function moreScreen(voice: Voice, draft: Campaign, words: Words): Screen {
  const footer = draft.footer ? 'new-b-footer-on' : 'new-b-footer-off';
  const links = draft.content?.links ? 'new-b-links-on' : 'new-b-links-off';
  return screen(
    [voice.t('new-more'), linkLine(voice, draft)],
    [
      [button(clip(voice.t('new-b-name', { name: draft.name || '…' }), 32), 'new:rename')],
      [button(voice.t(footer, { words: words.footer }), 'new:footer')],
      [button(voice.t(links), 'new:links')],
      [button(voice.t(draft.urgent ? 'new-b-urgent-on' : 'new-b-urgent-off'), 'new:urgent')],
      [saveButton(voice), saveListButton(voice)],
      [button(voice.t('new-b-back'), 'new:show')],
    ],
  );
}

/** The typed question for the draft's name; `wrong`: what was typed is none. */
export const draftNameScreen = (voice: Voice, { name }: Campaign, wrong = false): Screen =>
  screen(
    [voice.t(wrong ? 'history-rename-empty' : 'new-name-ask', { name: clip(name || '…', 40) })],
    [[button(voice.t('new-b-back'), 'new:more')]],
  );

/** What will stand below the link, or why nothing will; nothing where nobody wants it. */
export function linkLine(voice: Voice, { content }: Campaign): string | null {
  if (!content?.links) return null;
  const what = linkOf(content);
  if (what.is !== 'link') return voice.t(`new-link-${what.is}`);
  if (isUnseen(content)) return voice.t('new-link-looking');
  const { found = null } = content.link ?? {};
  return found
    ? voice.t('new-link-found', { title: clip(found.title, 100) })
    : voice.t('new-link-failed', { link: clip(what.link, 100) });
}

export function addMore({ kit, stage, on }: Area) {
  const { control } = kit;
  const draw = async (draft: Campaign) => {
    const { voice, say } = await stage.reader(draft.createdBy);
    return moreScreen(voice, draft, say);
  };
  const show = async (draft: Campaign, message: number) => {
    await stage.show(draft.createdBy, await draw(draft), { tapped: message });
    stage.follow(draft, draw);
  };
  on('new:more', async (ctx, draft) => {
    await toast(ctx);
    await closeQuestions(ctx);
    await show(draft, tapped(ctx));
  });
  on('new:rename', async (ctx, draft) => {
    await toast(ctx);
    const face = draftNameScreen(await kit.voiceOf(draft.createdBy), draft);
    await stage.show(draft.createdBy, face, { tapped: tapped(ctx) });
    await askFor(ctx, 'draft-name');
  });
  on('new:footer', async (ctx, draft) => {
    await toast(ctx);
    const changed = await control.setFooter(actorOf(ctx), !draft.footer);
    await show(changed ?? draft, tapped(ctx));
  });
  on('new:urgent', async (ctx, draft) => {
    await toast(ctx);
    const changed = await control.setDraftUrgent(actorOf(ctx), !draft.urgent);
    await show(changed ?? draft, tapped(ctx));
  });
  on('new:links', async (ctx, draft) => {
    await toast(ctx);
    const changed = await control.setLinks(actorOf(ctx), !draft.content?.links);
    // The preview has the link looked at.
    const seen = await control.preview(draft.id, 0);
    await show(seen?.draft ?? changed ?? draft, tapped(ctx));
  });
}

/** A typed name for the draft; what is no text belongs to the draft itself. */
export function answerDraftName(
  { kit, stage }: Pick<Area, 'kit' | 'stage'>,
  other: (ctx: BotContext) => Promise<boolean>,
): Answer {
  return async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const name = ctx.message?.text;
    const draft = await kit.control.draft(chat);
    if (!draft || name === undefined) {
      await other(ctx);
      return true;
    }
    const replyTo = ctx.message?.message_id ?? 0;
    const named = await kit.control.nameDraft(actorOf(ctx), name);
    const { voice, say } = await stage.reader(chat);
    const face = named ? moreScreen(voice, named, say) : draftNameScreen(voice, draft, true);
    await stage.show(chat, face, { replyTo });
    return named !== null;
  };
}
