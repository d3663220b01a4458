/** `new:more`: what a draft has by default, and seldom otherwise. */
import type { Campaign } from '../../queue/campaign.ts';
import { isUnseen, linkOf } from '../../queue/links/link.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, tapped, toast } from '../context.ts';
import { button, clip, type Screen, screen } from '../screen.ts';
import type { Area } from './new.ts';
import { saveButton } from './saved.ts';
import { saveListButton } from './saved-lists.ts';
import type { Words } from './screens.ts';

/** N6a. */
export function moreScreen(voice: Voice, draft: Campaign, words: Words): Screen {
  const footer = draft.footer ? 'new-b-footer-on' : 'new-b-footer-off';
  const links = draft.content?.links ? 'new-b-links-on' : 'new-b-links-off';
  return screen(
    [voice.t('new-more'), linkLine(voice, draft)],
    [
      [button(voice.t(footer, { words: words.footer }), 'new:footer')],
      [button(voice.t(links), 'new:links')],
      [button(voice.t(draft.urgent ? 'new-b-urgent-on' : 'new-b-urgent-off'), 'new:urgent')],
      [saveButton(voice), saveListButton(voice)],
      [button(voice.t('new-b-back'), 'new:show')],
    ],
  );
}

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
    await show(draft, tapped(ctx));
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
