/** JPEG as a row of segments: what tells of place, device and person can be left out without touching a pixel. */

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COMMENT = 0xfe;
/** JFIF, the colour profile, and Adobe's note on how colours are stored: without these it looks different. */
const KEPT_NOTES = [0xe0, 0xe2, 0xee];

/**
 * The same picture without EXIF, XMP, comments and whatever stands after its end; `null` for bytes that aren't a
 * whole JPEG. The pixels stay as they are, bit by bit. Segments: ITU-T T.81, annex B.
 */
export function withoutMetadata(bytes: Uint8Array): Buffer | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length || bytes[at + 1] === EOI) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) return Buffer.concat([...kept, bytes.subarray(at, at + 2)]);
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    if (marker === SOS) end = endOfScan(bytes, end);
    const isNote = (marker >= 0xe0 && marker <= 0xef) || marker === COMMENT;
    if (!isNote || KEPT_NOTES.includes(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

/** Where the next marker stands: in a scan 0xff is followed by 0, or by the number of a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at += 1) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
}
