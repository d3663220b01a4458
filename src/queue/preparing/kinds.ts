/** What a file is, by its bytes; its name only says what people call it. */
import { fileTypeFromBuffer } from 'file-type';

export interface Kind {
  readonly as: 'image' | 'video' | 'audio' | 'document';
  /** Without dot; null where the bytes don't tell. */
  readonly ext: string | null;
  readonly mime: string;
}

const OCTETS = 'application/octet-stream';

const IMAGES = words('jpg png apng webp gif heic avif tif');
const VIDEOS = words('mp4 m4v 3gp 3g2 mov mkv webm avi mpg flv mts ogv f4v');
const AUDIOS = words('mp3 mp2 m4a m4b aac ogg oga opus flac wav amr aif caf');

/** What a file is, by its bytes. */
export async function kindOf(bytes: Uint8Array): Promise<Kind> {
  // A file that is cut in its first bytes is what nobody can tell.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (!found) return { as: 'document', ext: null, mime: OCTETS };
  const { ext, mime } = found;
  if (IMAGES.has(ext)) return { as: 'image', ext, mime };
  if (VIDEOS.has(ext)) return { as: 'video', ext, mime };
  if (AUDIOS.has(ext)) return { as: 'audio', ext, mime };
  return { as: 'document', ext, mime };
}

/** `foto.JPG` → `jpg`; empty when there is none. */
export const extensionOf = (name: string): string =>
  /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** Does a file of this name begin with bytes that say so? Without them it is damaged, or something else. */
export const isTold = (name: string): boolean => TOLD.has(extensionOf(name));

export const isImageName = (name: string): boolean => /\.(jpe?g|png|webp|heic|gif|tiff?|avif)$/i.test(name);

/** The name and type under which a phone opens it; `was` where the name said something else. */
export function nameOf(kind: Kind, given: string): { name: string; mime: string; was?: string } {
  const name = tidy(given);
  const said = extensionOf(name);
  const { ext } = kind;
  if (ext === null) return { name, mime: MIMES[said] ?? OCTETS };
  if (said === ext || fits(said, ext)) return { name, mime: MIMES[said] ?? kind.mime };
  if (TOLD.has(said)) return { name: `${name.slice(0, -said.length)}${ext}`, mime: kind.mime, was: name };
  return { name: said === '' || TOLD.has(ext) ? `${name}.${ext}` : name, mime: kind.mime };
}

/** What people should know before they send it to everybody: phones refuse programs, and don't open just any file. */
export function oddityOf({ name, mime }: { name: string; mime: string }): 'program' | 'unknown' | null {
  if (PROGRAMS.has(extensionOf(name))) return 'program';
  return mime === OCTETS ? 'unknown' : null;
}

const LONGEST_NAME = 120;

/** No folders, no control characters, nothing that turns the writing round to hide an ending. */
function tidy(given: string): string {
  const name = given.replaceAll(/[\\/\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_').trim() || 'archivo';
  if (name.length <= LONGEST_NAME) return name;
  const ending = extensionOf(name) === '' ? '' : `.${extensionOf(name)}`;
  return name.slice(0, LONGEST_NAME - ending.length) + ending;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Endings whose files are known by their first bytes, and that people know by their ending. */
const TOLD = words(
  'jpg jpeg png gif webp heic avif tif tiff pdf mp4 mov 3gp mkv webm avi mp3 m4a ogg opus wav flac amr zip rar 7z gz docx xlsx pptx doc xls ppt odt ods odp apk exe epub',
);
const PROGRAMS = words(
  'exe dll scr com msi bat cmd sh vbs js ps1 apk xapk jar elf macho class deb rpm dmg app lnk reg',
);

/** Endings that are other names of the same thing, or of what is packed in it. */
const SAME: Readonly<Record<string, ReadonlySet<string>>> = {
  jpg: words('jpeg jpe jfif'),
  tif: words('tiff'),
  mp4: words('m4v mov m4a'),
  m4a: words('mp4 m4b'),
  mov: words('qt'),
  ogg: words('oga opus'),
  opus: words('ogg oga'),
  aif: words('aiff'),
  mpg: words('mpeg'),
  gz: words('tgz'),
  exe: words('dll scr com sys'),
  macho: words('app'),
  cfb: words('doc xls ppt msi msg pub vsd mpp dot xlt pps'),
  zip: words('docx xlsx xlsm xlsb pptx odt ods odp apk xapk jar epub kmz aab ipa pages numbers key xps cbz'),
  xml: words('svg html htm xhtml kml gpx xsl xsd rss musicxml'),
};

const fits = (said: string, ext: string): boolean => SAME[ext]?.has(said) ?? false;

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** Where the bytes don't tell, or tell only what it is packed in. */
const MIMES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  json: 'application/json',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  svg: 'image/svg+xml',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
  apk: 'application/vnd.android.package-archive',
};
