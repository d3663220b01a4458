/** What is said of the files of a message: N5 with files, O3 to O5 and their kin. Pure. */
import type { Campaign } from '../../queue/campaign.ts';
import type { ComposeProblem } from '../../queue/compose.ts';
import { type Content, MEDIA_KINDS } from '../../queue/content.ts';
import { extensionOf, oddityOf } from '../../queue/preparing/kinds.ts';
import type { FileProblem } from '../../queue/preparing/prepare.ts';
import type { Voice } from '../../texts/texts.ts';
import { refusedByDiskScreen } from '../disk.ts';
import { type Button, button, clip, quote, type Screen, screen } from '../screen.ts';

/** Why a file isn't in the message now. */
export type Refusal = FileProblem | ComposeProblem | { readonly is: 'download' | 'disk' };

const NAME = 40;

/** `3 fotos, un video y un texto`. */
export function describe(voice: Voice, { text, media }: Content): string {
  const files = MEDIA_KINDS.flatMap((kind) => {
    const count = media.filter((file) => file.kind === kind).length;
    return count === 0 ? [] : voice.t(`new-has-${kind}`, { count });
  });
  return voice.list(text === '' ? files : [...files, voice.t('new-has-text')]);
}

/** Below the rows of a preview: what goes with them, and what people should know of it. */
export function fileLines(voice: Voice, content: Content | null): (string | null)[] {
  if (!content || content.media.length === 0) return [];
  const { media } = content;
  return [
    voice.t('new-carries', { what: describe(voice, { ...content, text: '' }) }),
    ...media
      .filter(({ kind }) => kind === 'document')
      .map(({ name }) => voice.t('new-file-named', { name: clip(name, NAME) })),
    ...media.map((file) => oddLine(voice, file)),
    media[0]?.kind === 'voice' && content.text !== '' ? voice.t('new-text-first') : null,
    media.some((file) => file.recompressed) ? voice.t('new-recompressed') : null,
  ];
}

function oddLine(voice: Voice, file: Content['media'][number]): string | null {
  const name = clip(file.name, NAME);
  if (file.kind === 'document') {
    const odd = oddityOf(file);
    if (odd) return voice.t(`new-file-${odd}`, { name });
  }
  if (file.was === undefined) return null;
  const was = clip(file.was, NAME);
  if (file.kind !== 'document') return voice.t('new-file-was', { was, what: voice.t(`new-is-${file.kind}`) });
  return voice.t('new-file-renamed', { was, kind: extensionOf(file.name).toUpperCase(), name });
}

/** N5 with something in it: what there is, and how to take it away. */
export function contentNow(voice: Voice, draft: Campaign): { line: string | null; buttons: Button[] } {
  const { content } = draft;
  if (!content || content.media.length === 0) return { line: null, buttons: [] };
  return {
    line: voice.t(content.text === '' ? 'new-content-files' : 'new-content-now', {
      what: describe(voice, content),
    }),
    buttons: [
      button(voice.t('new-b-no-files'), 'new:nofiles'),
      ...(content.text === '' ? [] : [button(voice.t('new-b-other-text'), 'new:text')]),
    ],
  };
}

/** The text that goes with files: another one, or none. */
export function textScreen(voice: Voice, draft: Campaign): Screen {
  return screen(
    [voice.t('new-other-text'), quote((draft.content?.text ?? '').slice(0, 900))],
    [[button(voice.t('new-b-no-text'), 'new:notext'), button(voice.t('new-b-back'), 'new:content')]],
  );
}

/** A picture of an album came when the person was about to send. */
export function lateScreen(voice: Voice, count: number): Screen {
  return screen(
    [voice.t('new-late', { count })],
    [[button(voice.t('new-b-late'), 'new:late', 'primary'), button(voice.t('new-b-not-late'), 'new:send')]],
  );
}

/** O3, O4, O5 and all else that keeps a file out; each with what to do next. */
export function refusalScreen(voice: Voice, refusal: Refusal): Screen {
  const other = button(voice.t('new-b-another'), 'new:content');
  const asFile = [[button(voice.t('new-b-as-file'), 'new:asfile', 'primary'), other]];
  const size = (bytes: number) => voice.number(Math.ceil(bytes / 1_000_000));
  switch (refusal.is) {
    case 'too-big': {
      const { what, bytes, most } = refusal;
      const values = { size: size(bytes), most: voice.number(Math.floor(most / 1_000_000)) };
      const fits = what === 'video' || what === 'audio';
      return screen([voice.t(`new-big-${what}`, values)], fits ? asFile : [[other]]);
    }
    case 'broken-image':
      return screen([voice.t('new-photo-broken')], [[other]]);
    case 'broken':
      return refusal.kind === ''
        ? screen([voice.t('new-file-empty')], [[other]])
        : screen([voice.t('new-file-broken', { kind: clip(refusal.kind, 8) })], asFile);
    case 'huge': {
      const values = { megapixels: voice.number(refusal.megapixels), most: voice.number(refusal.most) };
      return screen([voice.t('new-photo-huge', values)], [[other]]);
    }
    case 'animated':
      return screen([voice.t('new-photo-animated')], asFile);
    case 'heic':
      return screen([voice.t('new-photo-heic')], asFile);
    case 'video-kind':
      return screen([voice.t('new-video-kind', { kind: clip(refusal.kind, 8) })], asFile);
    case 'no-voice':
      return screen([voice.t(`new-voice-${refusal.why}`)], asFile);
    case 'full':
      return screen(
        [voice.t('new-files-full', { most: voice.number(refusal.most) })],
        [[button(voice.t('new-b-no-files'), 'new:nofiles'), button(voice.t('new-b-back'), 'new:show')]],
      );
    case 'long': {
      const values = { length: voice.number(refusal.length), most: voice.number(refusal.most) };
      return refusal.files
        ? screen(
            [voice.t('new-caption-long', values)],
            [[button(voice.t('new-b-no-files'), 'new:nofiles'), button(voice.t('new-b-back'), 'new:show')]],
          )
        : screen([voice.t('new-text-long', values)], [[other]]);
    }
    case 'disk':
      return refusedByDiskScreen(voice);
    case 'download':
      return screen([voice.t('list-download')], [[other]]);
  }
}

/** A sticker, a poll, a place: nothing that a message can carry. */
export const unknownKindScreen = (voice: Voice): Screen =>
  screen([voice.t('new-photo-other')], [[button(voice.t('new-b-another'), 'new:content')]]);

/** A file of an album came when its message was out. */
export const tooLateScreen = (voice: Voice): Screen =>
  screen([voice.t('new-too-late')], [[button(voice.t('menu-b-campaigns'), 'list:1')]]);
