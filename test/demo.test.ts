import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeList, textFor, toCsv } from '../demo/list.ts';
import { judge } from '../demo/script.ts';
import { countReport } from '../demo/story.ts';

describe('the list of the demo', () => {
  it('has no number twice, and strangers and quitters in their share', () => {
    const rows = makeList(20_000);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(20_000);
    expect(rows.filter(({ registered }) => !registered)).toHaveLength(400);
    expect(rows.filter(({ number }) => number.endsWith('99'))).toHaveLength(200);
  });

  it('says of every number whether the emulator has it on WhatsApp', () => {
    for (const { number, registered } of makeList(5000)) {
      expect(number).toMatch(/^\+5959[789]\d{7}$/);
      expect(number.endsWith('000')).toBe(!registered);
    }
  });

  it('gives one row to a list of one, and it is on WhatsApp', () => {
    expect(makeList(1)).toMatchObject([{ registered: true, name: 'Ana' }]);
    expect(toCsv(makeList(1)).split('\n')).toHaveLength(3);
  });
});

describe('the report as the script counts it', () => {
  it('takes a receipt as proof of acceptance and puts every row in one place', () => {
    const csv = [
      '﻿línea;escrito;usado;estado;motivo;aceptado;entregado;leído',
      '1;0981;+595981;entregado;;2026-12-01 10:00:00;2026-12-01 10:00:01;',
      '2;0981;+595981;leído;;;;2026-12-01 10:00:01',
      '3;0981;+595981;aceptado;;2026-12-01 10:00:00;;',
      '4;0981;;fallido;rechazado;;;',
      '5;0981;;omitido;sin WhatsApp;;;',
      '6;0981;;en cola;;;;',
    ].join('\r\n');
    const report = countReport(Buffer.from(csv));
    expect(report).toEqual({ rows: 6, accepted: 3, delivered: 2, failed: 1, skipped: 1, open: 1 });
  });
});

describe('the judgement of the script', () => {
  const seen = (text: string, id = 'A') => ({ id, text, at: '', repeats: 0, seq: 1 });
  const story = (size: number) => {
    const rows = makeList(size);
    const reached = rows.filter(({ registered }) => registered);
    const people = reached.map((row) => ({ number: row.number.slice(1), messages: [seen(textFor(row))] }));
    const accepted = reached.length;
    const skipped = size - accepted;
    const report = { rows: size, accepted, delivered: accepted, failed: 0, skipped, open: 0 };
    return { rows, people, report, wrongOrder: 0, seconds: 1.234, pictures: [], options: { kills: 0 } };
  };

  it('has nothing to say when everyone saw it once and the sums match', () => {
    const { result, complaints } = judge(story(250));
    expect(complaints).toEqual([]);
    expect(JSON.stringify(result)).toBe(
      '{"recipients":250,"accepted":245,"delivered":245,"shown":245,"shownTwice":0,"wrongOrder":0,"failed":0,"skipped":5,"seconds":1.23}',
    );
  });

  it('notices whoever saw nothing and whoever saw it twice, whoever it is', () => {
    fc.assert(
      fc.property(fc.nat(48), fc.boolean(), (at, twice) => {
        const told = story(50);
        const person = told.people[at];
        const first = person?.messages[0];
        if (!person || !first) return false;
        person.messages = twice ? [first, { ...first, id: 'B' }] : [];
        return judge(told).complaints.length > 0;
      }),
    );
  });

  it('notices sums that do not add up, and a wrong order', () => {
    const told = story(50);
    expect(judge({ ...told, report: { ...told.report, skipped: 0 } }).complaints).not.toEqual([]);
    expect(judge({ ...told, report: { ...told.report, rows: 49 } }).complaints).not.toEqual([]);
    expect(judge({ ...told, wrongOrder: 1 }).complaints).not.toEqual([]);
  });

  it('wants every picture once, in order, the same bytes on every phone, the text on the first', () => {
    const pictures = ['one', 'two', 'three'];
    const file = (sha256: string, caption = '') => ({ sha256, width: 1, height: 1, caption });
    const album = (text: string) => [
      { id: 'A', album: 3, at: '', repeats: 0, seq: 1 },
      { id: 'B', image: file('one', `${text}\n\nResponde BAJA`), inAlbum: 'A', at: '', repeats: 0, seq: 1 },
      { id: 'C', image: file('two'), inAlbum: 'A', at: '', repeats: 1, seq: 1 },
      { id: 'D', image: file('three'), inAlbum: 'A', at: '', repeats: 0, seq: 1 },
    ];
    const told = (spoil: (messages: ReturnType<typeof album>) => unknown) => {
      const base = story(50);
      const people = base.rows
        .filter(({ registered }) => registered)
        .map((row) => ({ number: row.number.slice(1), messages: album(textFor(row)) }));
      spoil(people[7]?.messages ?? []);
      return judge({ ...base, people, pictures }).complaints;
    };
    expect(told(() => undefined)).toEqual([]);
    expect(told((messages) => messages.reverse())).not.toEqual([]);
    expect(told((messages) => messages.pop())).not.toEqual([]);
    expect(told((messages) => messages.shift())).not.toEqual([]);
    expect(told((messages) => messages.push(...messages.slice(1, 2)))).not.toEqual([]);
    expect(told((messages) => messages.push(...messages))).not.toEqual([]);
    expect(told((messages) => Object.assign(messages[2] ?? {}, { image: file('other') }))).not.toEqual([]);
    expect(told((messages) => Object.assign(messages[2] ?? {}, { inAlbum: 'X' }))).not.toEqual([]);
    expect(told((messages) => Object.assign(messages[1] ?? {}, { image: file('one') }))).not.toEqual([]);
  });

  it('lets a footer and the answer to BAJA follow', () => {
    const told = story(50);
    for (const person of told.people)
      person.messages = person.messages.map((each) => ({ ...each, text: `${each.text}\n\nResponde BAJA` }));
    told.people[0]?.messages.push(seen('Listo, no te escribimos más.', 'B'));
    expect(judge(told).complaints).toEqual([]);
  });
});
