import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aFolder } from '../../test/simulation.ts';
import { openRaw } from './open.ts';

const MB = 1_000_000;

describe('the log of a database', () => {
  let dir: string;
  beforeEach(() => {
    dir = aFolder('wal-');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('grows behind a long read, and is cut to its bound when the reader is gone', () => {
    const path = join(dir, 'a.db');
    const raw = openRaw(path);
    const size = () => statSync(`${path}-wal`).size;
    raw.exec('CREATE TABLE notes (text TEXT)');
    const reader = new DatabaseSync(path, { readOnly: true });
    const write = raw.prepare('INSERT INTO notes VALUES (?)');
    const add = (megabytes: number) => {
      for (let nth = 0; nth < megabytes; nth += 1) write.run('x'.repeat(MB));
    };
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM notes').get();
    add(100);
    expect(size()).toBeGreaterThan(100 * MB);
    reader.exec('COMMIT');
    add(2);
    expect(size()).toBeLessThan(70 * MB);
    reader.close();
    raw.close();
  });
});
