import type { Directory, Person } from './directory.ts';
import { createPhone, type Phone, type PhoneDeps } from './phone.ts';

/** All phones of the world, made when they are first needed. */
export interface Phones {
  of(person: Person): Phone;
  all(): Iterable<Phone>;
}

export function createPhones(deps: PhoneDeps & { directory: Directory }): Phones {
  const phones = new Map<Person, Phone>();
  return {
    of(person) {
      const phone = phones.get(person) ?? createPhone(person, deps);
      phones.set(person, phone);
      return phone;
    },
    all: () => phones.values(),
  };
}
