import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  layout,
  layoutOf,
  MEDIA_KINDS,
  type MediaFile,
  type MediaKind,
  MOST_MEDIA,
} from './content.ts';

const aFile = (kind: MediaKind, nth = 0): MediaFile => ({
  kind,
  sha256: `${nth}`.padStart(64, '0'),
  mime: 'application/octet-stream',
  name: `archivo-${nth}`,
  bytes: 1,
});
const files = (...kinds: MediaKind[]) => ({ media: kinds.map(aFile) });
const partsOf = (text: string, ...kinds: MediaKind[]) =>
  layoutOf({ content: { text, ...files(...kinds) }, footer: false, kind: 'campaign' }).length;
/** One letter a part: Text, Album; image, video, voice (o), document; a caption is a star. */
const drawn = (content: { media: readonly MediaFile[] }, worded = true) =>
  layout(content, worded)
    .map((part) => {
      if (part.is !== 'media') return part.is === 'text' ? 'T' : `A${part.images}${part.videos}`;
      const letter = { image: 'i', video: 'v', voice: 'o', document: 'd' }[part.file.kind];
      return `${letter}${part.captioned ? '*' : ''}${part.album === null ? '' : `<${part.album}`}`;
    })
    .join(' ');

describe('a content leaves as', () => {
  it.each<[string, MediaKind[], string]>([
    ['one text', [], 'T'],
    ['one picture with its caption', ['image'], 'i*'],
    ['one video with its caption', ['video'], 'v*'],
    ['one document with its caption', ['document'], 'd*'],
    ['a text, then the voice note', ['voice'], 'T o'],
    ['an album, the caption on the first', ['image', 'image', 'video'], 'A21 i*<0 i<0 v<0'],
    ['documents one by one', ['document', 'document'], 'd* d'],
    ['a document, then an album', ['document', 'image', 'image'], 'd* A20 i<1 i<1'],
    ['a picture alone beside a document', ['image', 'document', 'image'], 'i* d i'],
    [
      'two albums around a voice note',
      ['image', 'image', 'voice', 'video', 'video'],
      'A20 i*<0 i<0 o A02 v<4 v<4',
    ],
    ['a text, voice, album', ['voice', 'image', 'image'], 'T o A20 i<2 i<2'],
  ])('%s', (_, kinds, expected) => expect(drawn(files(...kinds))).toBe(expected));

  it('a voice note alone when nobody gets a text', () => {
    expect(drawn(files('voice'), false)).toBe('o');
    expect(partsOf('', 'voice')).toBe(1);
    expect(partsOf('Hola', 'voice')).toBe(2);
  });

  it('a text before a voice note when only the invitation to opt out is to be said', () => {
    const content = { text: '', ...files('voice') };
    expect(layoutOf({ content, footer: true, kind: 'campaign' })).toHaveLength(2);
    expect(layoutOf({ content, footer: true, kind: 'test' })).toHaveLength(1);
    expect(layoutOf({ content, footer: false, kind: 'campaign' })).toHaveLength(1);
  });

  it('as many parts as rows stored before have bits: one, or one more than there are pictures', () => {
    expect(partsOf('Hola')).toBe(1);
    for (let pictures = 1; pictures <= 10; pictures += 1) {
      const kinds = Array<'image'>(pictures).fill('image');
      expect(partsOf('Hola', ...kinds)).toBe(pictures === 1 ? 1 : pictures + 1);
    }
  });
});

describe('whatever the content is', () => {
  const anyMedia = fc.array(fc.constantFrom(...MEDIA_KINDS), { maxLength: MOST_MEDIA });
  const each = (check: (media: readonly MediaFile[], worded: boolean) => void) =>
    fc.assert(
      fc.property(anyMedia, fc.boolean(), (kinds, worded) => {
        check(kinds.map(aFile), worded);
      }),
    );

  it('every file leaves once, in order', () =>
    each((media, worded) => {
      const sent = layout({ media }, worded).flatMap((part) => (part.is === 'media' ? [part.file] : []));
      expect(sent).toEqual(media);
    }));

  it('the text is said once, first, and never by a voice note', () =>
    each((media, worded) => {
      const parts = layout({ media }, worded);
      const saying = parts.filter((part) => part.is === 'text' || (part.is === 'media' && part.captioned));
      expect(saying).toHaveLength(media[0]?.kind === 'voice' && !worded ? 0 : 1);
      expect(saying.every((part) => part.is !== 'media' || part.file.kind !== 'voice')).toBe(true);
      const [said] = saying;
      const before = said ? parts.slice(0, parts.indexOf(said)) : [];
      expect(before.every((part) => part.is === 'album')).toBe(true);
    }));

  it('an album is told before its two to ten files, which follow it, and counts them', () =>
    each((media, worded) => {
      const parts = layout({ media }, worded);
      for (const [nth, part] of parts.entries()) {
        if (part.is === 'media' && part.album !== null)
          expect(parts[part.album]).toMatchObject({ is: 'album' });
        if (part.is !== 'album') continue;
        const size = part.images + part.videos;
        const children = parts.slice(nth + 1, nth + 1 + size);
        expect(size).toBeGreaterThanOrEqual(2);
        expect(size).toBeLessThanOrEqual(10);
        expect(children.every((one) => one.is === 'media' && one.album === nth)).toBe(true);
        const kinds = children.flatMap((one) => (one.is === 'media' ? [one.file.kind] : []));
        expect(kinds.filter((kind) => kind === 'image')).toHaveLength(part.images);
        expect(kinds.filter((kind) => kind === 'video')).toHaveLength(part.videos);
        expect(parts.filter((one) => one.is === 'media' && one.album === nth)).toHaveLength(size);
      }
    }));

  it('there are fewer parts than a mask has bits', () =>
    each((media, worded) => expect(layout({ media }, worded).length).toBeLessThan(31)));
});

it('a part names the album of the same person', () => {
  const parts = layout(files('document', 'image', 'image'), true);
  const bodies = parts.map((part) => bodyOf(part, 'Hola Ana', (nth) => `ID${nth}`));
  expect(bodies).toMatchObject([
    { is: 'media', caption: 'Hola Ana', parent: null },
    { is: 'album', images: 2, videos: 0 },
    { is: 'media', caption: '', parent: 'ID1' },
    { is: 'media', caption: '', parent: 'ID1' },
  ]);
});

it('a text carries the preview of its link, unless its person has another link before it', () => {
  const link = { url: 'https://x.test/a', found: { title: 'Ofertas', description: '' } };
  const textOf = (text: string, content: Parameters<typeof layout>[0]) =>
    layout(content, true).map((part) => bodyOf(part, text, String))[0];
  const shown = {
    is: 'text',
    text: 'Mira https://x.test/a.',
    link: { title: 'Ofertas', url: 'https://x.test/a' },
  };
  expect(textOf('Mira https://x.test/a.', { media: [], link })).toMatchObject(shown);
  expect(textOf('Mira https://x.test/a.', { ...files('voice'), link })).toMatchObject(shown);
  for (const text of ['https://y.test y https://x.test/a', 'https://x.test/ab', 'Hola'])
    expect(textOf(text, { media: [], link })).toEqual({ is: 'text', text });
  expect(textOf('https://x.test/a', { media: [], link: { ...link, found: null } })).toEqual({
    is: 'text',
    text: 'https://x.test/a',
  });
});
