import { describe, expect, it } from 'vitest';
import { isZone } from './calendar.ts';
import { findZones, zonesOf } from './zone.ts';

describe('a time zone', () => {
  it.each([
    ['asunción', 'America/Asuncion'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['buenos aires', 'America/Buenos_Aires'],
    ['America/Lima', 'America/Lima'],
    ['europe/madrid', 'Europe/Madrid'],
    ['UTC-3', 'Etc/GMT+3'],
    ['gmt +5', 'Etc/GMT-5'],
    ['utc+0', 'UTC'],
  ])('is found by what people call it: %s', (text, zone) => {
    expect(findZones(text)[0]).toBe(zone);
    expect(isZone(zone)).toBe(true);
  });

  it('that several cities begin like is chosen from them, and one that nobody knows is none', () => {
    const several = findZones('san');
    expect(several.length).toBeGreaterThan(1);
    expect(several.every(isZone)).toBe(true);
    for (const text of ['', '   ', 'marte', 'UTC+99', '../etc/passwd']) expect(findZones(text)).toEqual([]);
  });

  it('of a country is one of its own, the one of most people first', () => {
    expect(zonesOf('PY')).toEqual(['America/Asuncion']);
    expect(zonesOf('BR')[0]).toBe('America/Sao_Paulo');
    expect(zonesOf('MX')[0]).toBe('America/Mexico_City');
    expect(zonesOf('ZZ')).toEqual([]);
    expect(zonesOf('')).toEqual([]);
  });
});
