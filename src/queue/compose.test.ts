import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Composed, withFile, withoutFiles, withoutText, withText } from './compose.ts';
import type { Content, MediaFile } from './content.ts';

const aFile = (name: string, kind: MediaFile['kind'] = 'image'): MediaFile => ({
  ...{ kind, name, sha256: name, mime: 'x/y', bytes: 1 },
});
const add = (
  before: Content | null,
  name: string,
  place: Parameters<typeof withFile>[2] = { caption: '' },
) => {
  const composed = withFile(before, aFile(name), place);
  if (!composed.ok) throw new Error(composed.problem.is);
  return composed.content;
};
const names = ({ media }: Content) => media.map(({ name }) => name);

describe('a message', () => {
  it('keeps its files in the order in which they came, and its text', () => {
    const content = add(add({ text: 'Hola', media: [] }, 'a'), 'b');
    expect(names(content)).toEqual(['a', 'b']);
    expect(content.text).toBe('Hola');
  });

  it('takes a caption for its text; captions of one album follow each other', () => {
    const first = add({ text: 'Antes', media: [] }, 'a', { caption: 'Uno' });
    expect(first.text).toBe('Uno');
    expect(add(first, 'b', { caption: 'Dos', join: true }).text).toBe('Uno\nDos');
    expect(add(first, 'b', { caption: 'Dos' }).text).toBe('Dos');
  });

  it('puts a late file of an album where it belongs', () => {
    const content = add(add(null, 'a'), 'c');
    expect(names(add(content, 'b', { caption: '', at: 1 }))).toEqual(['a', 'b', 'c']);
  });

  it('holds ten files', () => {
    const ten = Array.from({ length: 10 }, (_, nth) => aFile(`${nth}`));
    expect(withFile({ text: '', media: ten }, aFile('x'), { caption: '' })).toEqual({
      ok: false,
      problem: { is: 'full', most: 10 },
    });
  });

  it('has room for less text below a file than without, and for all of it before a voice note', () => {
    const text = 'a'.repeat(1500);
    expect(withText(null, text)).toMatchObject({ ok: true });
    expect(withText({ text: '', media: [aFile('a')] }, text)).toEqual({
      ok: false,
      problem: { is: 'long', length: 1500, most: 1024, files: true },
    });
    expect(withFile({ text, media: [] }, aFile('a'), { caption: '' })).toMatchObject({
      problem: { is: 'long' },
    });
    expect(withFile({ text, media: [] }, aFile('a', 'voice'), { caption: '' })).toMatchObject({ ok: true });
  });

  it('of which nothing is left is none', () => {
    expect(withoutFiles({ text: '', media: [aFile('a')] })).toBeNull();
    expect(withoutFiles({ text: 'Hola', media: [aFile('a')] })).toEqual({ text: 'Hola', media: [] });
    expect(withoutText({ text: 'Hola', media: [] })).toBeNull();
    expect(withoutText({ text: 'Hola', media: [aFile('a')] })).toMatchObject({ text: '' });
    expect(withoutFiles(null)).toBeNull();
  });

  it('never has more than ten files, or more text than fits', () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({ text: fc.integer({ min: 1, max: 5000 }) }),
        fc.record({
          kind: fc.constantFrom('image', 'voice', 'document'),
          caption: fc.nat(1200),
          at: fc.nat(12),
        }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(acts, (all) => {
        let content: Content | null = null;
        for (const act of all) {
          const composed: Composed =
            'text' in act
              ? withText(content, 'x'.repeat(act.text))
              : withFile(content, aFile('f', act.kind as MediaFile['kind']), {
                  caption: 'x'.repeat(act.caption),
                  at: act.at,
                });
          if (composed.ok) content = composed.content;
          const files = content?.media ?? [];
          const most = files[0] && files[0].kind !== 'voice' ? 1024 : 4096;
          expect(files.length).toBeLessThanOrEqual(10);
          expect(content?.text.length ?? 0).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
