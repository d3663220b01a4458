import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { ShownMessage, ShownPerson } from './driver.ts';
import type { Stage } from './stage.ts';

/** Posters that no one would mistake for each other. */
export function makePictures(count: number): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, nth) => makePicture(nth, count)));
}

function makePicture(nth: number, of: number): Promise<Buffer> {
  const hue = Math.round((360 * nth) / of);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="750">
    <rect width="1000" height="750" fill="#f4e9d8"/>
    <circle cx="500" cy="330" r="210" fill="hsl(${hue}, 52%, 51%)"/>
    <circle cx="500" cy="330" r="120" fill="#f4e9d8"/>
    <rect y="600" width="${Math.round((1000 * (nth + 1)) / of)}" height="150" fill="#2a6f6f"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}

/**
 * What each of the pictures that were sent is on the phones, by the hash of what they decrypted. The program may
 * have packed a picture anew, so the first phone's are looked at; that all others have the same bytes is told by
 * their hashes. A picture that nobody has is an empty string.
 */
export async function findOnPhones(
  stage: Stage,
  sent: readonly Buffer[],
  people: readonly ShownPerson[],
): Promise<string[]> {
  const first = people.find(({ messages }) => messages.some(({ image }) => image));
  const places = sent.map(() => '');
  for (const { id, image } of first?.messages ?? []) {
    if (!image) continue;
    const bytes = await stage.control.download(`/whatsapp/phones/${first?.number}/media/${id}`);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== image.sha256) throw new Error('a phone has other bytes than it says');
    const distances = await Promise.all(sent.map((picture) => distance(picture, bytes)));
    const nearest = distances.indexOf(Math.min(...distances));
    if ((distances[nearest] ?? 255) < CLOSE) places[nearest] = hash;
  }
  return places;
}

/** Mean difference of colours, of 255, below which two pictures are the same one, packed twice. */
const CLOSE = 4;

async function distance(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((bytes) => sharp(bytes).resize(64, 48, { fit: 'fill' }).removeAlpha().raw().toBuffer()),
  );
  if (!a || !b || a.length !== b.length) return 255;
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

/**
 * How often somebody was shown all pictures: announced as an album when they are several, each once, in order,
 * the text on the first. `null` when they were shown in any other way.
 */
export function timesShown(
  messages: readonly ShownMessage[],
  pictures: readonly string[],
  text: string,
): number | null {
  const shown = messages.filter(({ image, album }) => image !== undefined || album !== undefined);
  let times = 0;
  while (shown.length > 0) {
    const parent = pictures.length > 1 ? shown.shift() : undefined;
    if (parent && parent.album !== pictures.length) return null;
    for (const [nth, hash] of pictures.entries()) {
      const next = shown.shift();
      const caption = next?.image?.caption ?? '';
      const fits = next?.image?.sha256 === hash && next.inAlbum === parent?.id;
      if (!fits || (nth === 0 ? !caption.startsWith(text) : caption !== '')) return null;
    }
    times += 1;
  }
  return times;
}
