/** A file of a message, fetched from Telegram and ready to be looked at; or why it can't be. */
import type { Received } from '../../queue/preparing/prepare.ts';
import type { Kit } from '../context.ts';
import { type Attachment, download } from '../upload.ts';
import type { Refusal } from './file-screens.ts';

/** `asDocument`: it is sent as it is, whatever it shows. */
export async function fetchFile(
  kit: Kit,
  file: Attachment,
  asDocument: boolean,
): Promise<{ ok: true; received: Received } | { ok: false; refusal: Refusal }> {
  const got = await download(kit, file);
  if (got.ok) return { ok: true, received: receivedAs(file, got.bytes, asDocument) };
  const { file: most } = kit.control.limits;
  const refusal: Refusal =
    got.why === 'size' ? { is: 'too-big', what: 'file', bytes: file.bytes, most } : { is: got.why };
  return { ok: false, refusal };
}

function receivedAs(file: Attachment, bytes: Uint8Array, asDocument: boolean): Received {
  const { name, photo, seconds, width, height } = file;
  return {
    ...{ bytes, name, recompressed: photo, asDocument },
    ...(seconds === undefined ? {} : { seconds }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
}
