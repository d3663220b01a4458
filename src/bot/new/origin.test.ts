import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignId } from '../../queue/campaign.ts';
import { withFile } from '../../queue/compose.ts';
import type { Content, MediaFile } from '../../queue/content.ts';
import { type Album, placeIn } from './origin.ts';

const aFile = (name: string): MediaFile => ({
  ...{ kind: 'image', name, sha256: name, mime: 'image/jpeg', bytes: 1 },
});
const id = 12 as CampaignId;

/** The message after these have come, one after another. */
function received(
  all: readonly { album: string | null; message: number; caption?: string }[],
): Content | null {
  let content: Content | null = null;
  let known: Album | null = null;
  for (const { album, message, caption = '' } of all) {
    const found = placeIn({ id, content }, { album, message, caption }, known);
    const composed = withFile(content, aFile(`${message}`), found.place);
    if (!composed.ok) throw new Error(composed.problem.is);
    content = composed.content;
    known = found.album ?? known;
  }
  return content;
}

const names = (content: Content | null) => content?.media.map(({ name }) => name);

describe('the files of an album', () => {
  it('stand in the order of their messages, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 }), (order) => {
        const content = received(order.map((message) => ({ album: 'a', message })));
        expect(names(content)).toEqual(['1', '2', '3', '4', '5', '6']);
      }),
    );
  });

  it('stand together, behind what was there, also when another file came between', () => {
    const content = received([
      { album: null, message: 1 },
      { album: 'a', message: 3 },
      { album: null, message: 5 },
      { album: 'a', message: 2 },
    ]);
    expect(names(content)).toEqual(['1', '2', '3', '5']);
  });

  it('lose none of their captions', () => {
    const content = received([
      { album: 'a', message: 1, caption: 'Uno' },
      { album: 'a', message: 2 },
      { album: 'a', message: 3, caption: 'Tres' },
    ]);
    expect(content?.text).toBe('Uno\nTres');
  });

  it('begin anew with the next album', () => {
    const content = received([
      { album: 'a', message: 7 },
      { album: 'b', message: 5 },
    ]);
    expect(names(content)).toEqual(['7', '5']);
  });
});
