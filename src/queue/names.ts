/** Which column of a list tells how its people are called. */

const NAMES =
  /^(primer |primeiro |first |full )?(nombres?|nomes?|name|client[ea]?|customer|contact[oe]?|contato|titular)( completo| y apellidos?| e sobrenome)?$/i;

/** Is this the name of a column with people's names? */
export const isNameField = (field: string): boolean => NAMES.test(field.trim());

/** How a person is called by their row; null when it doesn't tell. */
export function nameIn(fields: Readonly<Record<string, string>>): string | null {
  // Some lists have the number itself under *contacto*.
  for (const [field, value] of Object.entries(fields))
    if (isNameField(field) && /\p{L}/u.test(value)) return value.trim();
  return null;
}
