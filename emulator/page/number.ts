/** +595 981 234 501: readable, and good enough for numbers of other lengths. */
export function spaced(number: string): string {
  const digits = number.replace(/\D/g, '');
  const local = digits.slice(-9);
  return `+${digits.slice(0, -9)} ${local.slice(0, 3)} ${local.slice(3, 6)} ${local.slice(6)}`;
}

const country = '595';
const shortest = 8;

/**
 * Whom a list names, in its order and each once: the first cell of a line that looks like a number. A reading
 * of the page's own, with the country of the demo, so that the journal can say who has seen nothing yet.
 */
export function numbersIn(list: string): string[] {
  const found = list.split(/\r?\n/).flatMap((line) => {
    const cells = line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const cell = cells.find((each) => /^[+(\d][\d\s().-]*$/.test(each) && digitsOf(each).length >= shortest);
    return cell === undefined ? [] : [international(cell)];
  });
  return [...new Set(found)];
}

function international(written: string): string {
  const digits = digitsOf(written);
  if (written.startsWith('+')) return digits;
  if (digits.startsWith('00')) return digits.slice(2);
  if (digits.startsWith('0')) return country + digits.slice(1);
  return digits.length > 10 ? digits : country + digits;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
