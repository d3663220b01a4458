import { describe, expect, it } from 'vitest';
import { createDirectory } from './directory.ts';
import { createJournal } from './journal.ts';

const directory = createDirectory({ owner: '595981000111', quiet: true });
const ana = directory.byNumber('595981234501');
const luis = directory.byNumber('595971234502');

describe('the journal', () => {
  it('tells of each person what came twice and what was never opened', () => {
    const journal = createJournal();
    const show = (id: string, text: string) =>
      journal.show(ana, { id, seq: journal.arrival(ana, id), content: { kind: 'text', text } });
    show('A', 'hola');
    show('B', 'otra cosa');
    expect(journal.troubleOf(ana)).toEqual({ twice: 0, unreadable: 0 });
    show('C', 'hola');
    journal.undecryptable(`${luis.number}:0`, 'D');
    journal.undecryptable(`${luis.number}:1`, 'D');
    expect(journal.troubleOf(ana)).toEqual({ twice: 1, unreadable: 0 });
    expect(journal.troubleOf(luis)).toEqual({ twice: 0, unreadable: 2 });
    journal.opened(`${luis.number}:0`, 'D');
    journal.expect([ana]);
    expect(journal.troubleOf(ana).twice).toBe(0);
    expect(journal.troubleOf(luis).unreadable).toBe(1);
  });
});
