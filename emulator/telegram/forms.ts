/** The bodies that a bot sends: JSON, urlencoded, and multipart for files. */
export interface Upload {
  name: string;
  mime: string;
  bytes: Buffer;
}

export interface Form {
  fields: Record<string, unknown>;
  files: Map<string, Upload>;
}

export function readForm(type: string, body: Buffer, query: URLSearchParams): Form {
  const fields: Record<string, unknown> = Object.fromEntries(query);
  const files = new Map<string, Upload>();
  if (type.startsWith('application/json'))
    Object.assign(fields, body.length > 0 ? JSON.parse(body.toString()) : {});
  else if (type.startsWith('application/x-www-form-urlencoded'))
    Object.assign(fields, Object.fromEntries(new URLSearchParams(body.toString())));
  else if (type.startsWith('multipart/form-data')) {
    const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1] ?? '';
    for (const part of parts(body, boundary)) {
      if (part.file === undefined) fields[part.name] = part.bytes.toString();
      else files.set(part.name, { name: part.file, mime: part.mime, bytes: part.bytes });
    }
  }
  return { fields, files };
}

function* parts(body: Buffer, boundary: string) {
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    const end = body.indexOf(mark, start);
    if (end < 0) return;
    const part = body.subarray(start + 2, end - 2);
    at = end;
    const gap = part.indexOf('\r\n\r\n');
    if (gap < 0) continue;
    const head = part.subarray(0, gap).toString();
    yield {
      name: /[ ;]name="?([^";\r\n]*)"?/i.exec(head)?.[1] ?? '',
      file: /filename="?([^";\r\n]*)"?/i.exec(head)?.[1],
      mime: /content-type:\s*(\S+)/i.exec(head)?.[1] ?? 'application/octet-stream',
      bytes: Buffer.from(part.subarray(gap + 4)),
    };
  }
}
