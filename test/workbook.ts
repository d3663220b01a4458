/** Spreadsheets as programs write them, put together by hand: the parts of an .xlsx and the zip around them. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A text; a number as the file writes it with its style; or the cell's own XML (`{ref}` stands for its place). */
export type Cell = string | null | { readonly n: string; readonly style?: number } | { readonly xml: string };

export interface SheetPlan {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** By the number that the program shows beside the row. */
  readonly rows: Readonly<Record<number, readonly Cell[]>>;
  /** Rows that a filter hides. */
  readonly hidden?: readonly number[];
}

/** Styles 1 to 6: a date of the system, dd/mm/yyyy, ten digits with zeros, text, per cent, a long date. */
const STYLES = `<numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0000000000"/><numFmt numFmtId="166" formatCode="d&quot; de &quot;mmmm&quot; de &quot;yyyy"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="14" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>`;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';

/** `inline`: texts stand in their cells, as some programs write them; else all in one table. */
export function aWorkbook(
  sheets: readonly SheetPlan[],
  options: { inline?: boolean; prefix?: string; from1904?: boolean } = {},
): Buffer {
  const { prefix = '' } = options;
  const strings: string[] = [];
  const shared = (text: string) => {
    const at = strings.indexOf(text);
    return at < 0 ? strings.push(text) - 1 : at;
  };
  const cell = (value: Cell, ref: string): string => {
    if (value === null) return '';
    if (typeof value === 'string')
      return options.inline
        ? `<c r="${ref}" t="inlineStr"><is>${textXml(value)}</is></c>`
        : `<c r="${ref}" t="s"><v>${shared(value)}</v></c>`;
    if ('xml' in value) return value.xml.replaceAll('{ref}', ref);
    return `<c r="${ref}"${value.style ? ` s="${value.style}"` : ''}><v>${value.n}</v></c>`;
  };
  const row = ([line, cells]: [string, readonly Cell[]], hidden: readonly number[]) =>
    `<row r="${line}"${hidden.includes(Number(line)) ? ' hidden="1"' : ''}>${cells.map((value, nth) => cell(value, String.fromCharCode(65 + nth) + line)).join('')}</row>`;
  const pages = sheets.map(({ rows, hidden = [] }) =>
    Object.entries(rows)
      .map((one) => row(one, hidden))
      .join(''),
  );
  const own = (xml: string) => (prefix ? xml.replaceAll(/<(\/?)(\w)/g, `<$1${prefix}:$2`) : xml);
  const ns = prefix ? `xmlns:${prefix}` : 'xmlns';
  const sheetList = sheets
    .map(({ name, state }, nth) => {
      const hidden = state ? ` state="${state}"` : '';
      return `<sheet name="${escaped(name)}" sheetId="${nth + 1}"${hidden} r:id="rId${nth + 1}"/>`;
    })
    .join('');
  const link = (nth: number, kind: string, target: string) =>
    `<Relationship Id="rId${nth}" Type="${LINKS}/${kind}" Target="${target}"/>`;
  const date1904 = options.from1904 ? '<workbookPr date1904="1"/>' : '<workbookPr/>';
  return aZip({
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${HEAD}${own(`<workbook ${ns}="${MAIN}" xmlns:r="${LINKS}">${date1904}<sheets>${sheetList}</sheets></workbook>`)}`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, nth) => link(nth + 1, 'worksheet', `worksheets/sheet${nth + 1}.xml`)).join('')}${link(sheets.length + 1, 'styles', 'styles.xml')}${options.inline ? '' : link(sheets.length + 2, 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    ...Object.fromEntries(
      pages.map((page, nth) => [
        `xl/worksheets/sheet${nth + 1}.xml`,
        `${HEAD}${own(`<worksheet ${ns}="${MAIN}" xmlns:r="${LINKS}"><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="2" width="24" customWidth="1"/></cols><sheetData>${page}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)}`,
      ]),
    ),
    'xl/styles.xml': `${HEAD}${own(`<styleSheet ${ns}="${MAIN}">${STYLES}</styleSheet>`)}`,
    ...(options.inline
      ? {}
      : {
          'xl/sharedStrings.xml': `${HEAD}${own(`<sst ${ns}="${MAIN}">${strings.map((text) => `<si>${textXml(text)}</si>`).join('')}</sst>`)}`,
        }),
  });
}

/** A text that begins with `<` is XML already: rich text, a reading beside it. */
const textXml = (text: string) =>
  text.startsWith('<') ? text : `<t xml:space="preserve">${escaped(text)}</t>`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What a zip may say wrongly of itself. */
interface Lies {
  /** The size after unpacking that the directory tells. */
  readonly unpacked?: number;
  readonly encrypted?: boolean;
}

export function aZip(
  files: Readonly<Record<string, string | Uint8Array>>,
  lies: Readonly<Record<string, Lies>> = {},
): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const { unpacked = bytes.length, encrypted = false } = lies[name] ?? {};
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    // Midnight of the first day that a zip knows.
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(unpacked, 18);
    common.writeUInt16LE(label.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    local.push(Buffer.from('504b0304', 'hex'), common, label, packed);
    central.push(Buffer.from('504b01021400', 'hex'), common, place, label);
    at += 30 + label.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}
