/** Ogg Opus, as voice notes are: how long it plays, and how loud when (RFC 3533, RFC 7845). */

export interface Speech {
  readonly seconds: number;
  /** 64 bytes of 0–100, base64. */
  readonly waveform: string;
}

const HEADER = 27;
/** Opus counts in 48 kHz, whatever was recorded. */
const RATE = 48_000;
const BARS = 64;
/** Two packets of headers come before the sound. */
const HEADERS = 2;

/** Null when these bytes are no Ogg Opus that plays. */
export function readSpeech(bytes: Uint8Array): Speech | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const sizes: number[] = [];
  let stream: number | null = null;
  let skip = 0;
  let end = 0n;
  let open = 0;
  for (let at = 0; at + HEADER <= view.length; ) {
    if (view.toString('latin1', at, at + 4) !== 'OggS') return null;
    const lacing = view.subarray(at + HEADER, at + HEADER + view.readUInt8(at + 26));
    const body = at + HEADER + lacing.length;
    const length = lacing.reduce((sum, size) => sum + size, 0);
    // A file that was cut plays as far as it goes.
    if (body + length > view.length) break;
    stream ??= view.readUInt32LE(at + 14);
    if (view.readUInt32LE(at + 14) === stream) {
      if (view.toString('latin1', body, body + 8) === 'OpusHead') skip = view.readUInt16LE(body + 10);
      else if (sizes.length === 0) return null;
      const granule = view.readBigInt64LE(at + 6);
      if (granule > end) end = granule;
      for (const size of lacing) {
        open += size;
        // A packet goes on while its pieces are full.
        if (size === 255) continue;
        sizes.push(open);
        open = 0;
      }
    }
    at = body + length;
  }
  const seconds = (Number(end) - skip) / RATE;
  if (sizes.length <= HEADERS || seconds <= 0) return null;
  return { seconds, waveform: waveformOf(sizes.slice(HEADERS)) };
}

/**
 * Opus spends bytes where there is something to hear, so that the sizes of its packets draw much the same picture
 * as the sound itself, which nobody here can decode.
 */
function waveformOf(sizes: readonly number[]): string {
  const bars = Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * sizes.length) / BARS);
    const some = sizes.slice(from, Math.max(from + 1, Math.floor(((bar + 1) * sizes.length) / BARS)));
    return some.reduce((sum, size) => sum + size, 0) / Math.max(1, some.length);
  });
  const most = Math.max(...bars, 1);
  return Buffer.from(bars.map((bar) => Math.round((100 * bar) / most))).toString('base64');
}
