import sharp from 'sharp';

/** A JPEG of about a megabyte; noise, so that no packing makes it smaller. */
export function makePicture(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: 1300, height: 1100, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 88 })
    .toBuffer();
}
