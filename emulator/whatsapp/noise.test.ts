import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, frameOf } from './noise.ts';

const plainIntro = Buffer.from([0x57, 0x41, 6, 3]);
const routing = Buffer.from('some routing info');
const head = Buffer.from([0x45, 0x44, 0, 1, 0, 0, routing.length]);
const routedIntro = Buffer.concat([head, routing, plainIntro]);

test('frames come out as they went in, wherever the stream was cut, with and without routing info', () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
  fc.assert(
    fc.property(payloads, cuts, fc.boolean(), (frames, sizes, routed) => {
      const intro = routed ? routedIntro : plainIntro;
      const stream = Buffer.concat([intro, ...frames.map(frameOf)]);
      const read = createFrameReader();
      const out: Buffer[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        out.push(...read(stream.subarray(at, at + size)));
        at += size;
      }
      expect(out.map((frame) => frame.toString('hex'))).toEqual(
        frames.map((frame) => Buffer.from(frame).toString('hex')),
      );
    }),
  );
});

test('somebody who does not speak WhatsApp is refused at the first bytes', () => {
  expect(() => createFrameReader()(Buffer.from('GET / HTTP/1.1'))).toThrow('not a WhatsApp client');
});
