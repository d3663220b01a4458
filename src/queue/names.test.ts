import { describe, expect, it } from 'vitest';
import { isNameField, nameIn } from './names.ts';

describe('the name of a person', () => {
  it.each(['Nombre', 'nombre completo', 'Nome', 'first name', 'cliente', ' titular '])(
    'stands in the column %s',
    (field) => {
      expect(isNameField(field)).toBe(true);
      expect(nameIn({ ciudad: 'Luque', [field]: ' Ana ' })).toBe('Ana');
    },
  );

  it.each(['nombre de la madre', 'telefono', 'contactado', ''])('does not stand in %j', (field) => {
    expect(nameIn({ [field]: 'Ana' })).toBeNull();
  });

  it('is no number, and nothing that is empty', () => {
    expect(nameIn({ contacto: '0981 123456', nombre: '' })).toBeNull();
    expect(nameIn({ contacto: '0981 123456', nombre: 'Ñu' })).toBe('Ñu');
  });
});
