/** Writes the spreadsheets among the golden lists: `node test/data/spreadsheets.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aWorkbook, type Cell } from '../workbook.ts';

const n = (value: string, style?: number): Cell => ({ n: value, ...(style ? { style } : {}) });
const formula = (text: string, value: string): Cell => ({
  xml: `<c r="{ref}" t="str"><f>${text}</f><v>${value}</v></c>`,
});

const files: Readonly<Record<string, Buffer>> = {
  // Three sheets: notes without numbers, the list below a title, and an old list that is hidden.
  'excel-es.xlsx': aWorkbook([
    { name: 'Notas', rows: { 1: ['Pendientes'], 2: ['Llamar al contador'] } },
    {
      name: 'Clientes & Co',
      rows: {
        1: ['Clientes de marzo'],
        3: ['Nombre', 'Teléfono', 'Vencimiento', 'Cuota', 'Saludo'],
        4: [
          'Ana Muñoz',
          n('595981123456'),
          n('46084', 1),
          n('150000'),
          formula('"Hola "&amp;A4', 'Hola Ana Muñoz'),
        ],
        5: [
          '<r><t>José </t></r><r><rPr><b/></rPr><t>Giménez</t></r>',
          n('981234567', 3),
          n('46085', 2),
          n('90000.5'),
          null,
        ],
        6: [null, null, null, null, null],
        7: ['Begoña', '0971 555-000', n('46086.5', 1), n('0.15', 5), null],
        8: ['Luis', n('5.95985777111E11'), n('46086', 6), null, null],
        9: ['Repetida', '+595 981 123456', null, null, null],
        10: ['Sin número', null, null, null, null],
        11: [
          'Error',
          { xml: '<c r="{ref}" t="e"><f>VLOOKUP(A11,X:Y,2,0)</f><v>#N/A</v></c>' },
          null,
          null,
          null,
        ],
        12: ['Corto', n('12345'), null, null, null],
      },
    },
    { name: 'Viejos', state: 'hidden', rows: { 1: ['Teléfono'], 2: [n('595981999999')] } },
  ]),
  'excel-pt.xlsx': aWorkbook([
    {
      name: 'Planilha1',
      rows: {
        1: ['Nome', 'Celular', 'Vencimento'],
        2: ['João Gonçalves', n('5511987654321'), n('46084', 1)],
        3: ['Conceição', '(11) 98765-4322', n('46085', 2)],
        4: ['Antônio', n('11987654323'), n('46086', 6)],
        5: ['Fixo', '(11) 3333-4444', null],
        6: ['Errado', 'não tem', null],
      },
    },
    { name: 'Planilha2', rows: {} },
  ]),
  'excel-en.xlsx': aWorkbook([
    {
      name: 'Sheet1',
      rows: {
        1: ['First Name', 'Mobile', 'Due'],
        2: ['Zoë', n('12125550123'), n('46084', 1)],
        3: ['Frank', '(212) 555-0124', n('46085', 1)],
        4: ['Ann', '212.555.0125 / 212.555.0126', null],
      },
    },
  ]),
  // Another prefix, texts in the cells themselves, days counted from 1904: what other programs write.
  'libreoffice-es.xlsx': aWorkbook(
    [
      {
        name: 'Hoja1',
        rows: {
          1: ['nombre', 'celular', 'fecha'],
          2: ['Ñandutí', n('0981123456'), n('44622', 2)],
          3: ['María José', '0971555000', n('44623', 2)],
          4: ['Igual', "'0971555000", null],
        },
      },
    ],
    { inline: true, prefix: 'x', from1904: true },
  ),
};

for (const [name, bytes] of Object.entries(files))
  writeFileSync(join(import.meta.dirname, 'lists', name), bytes);
