/** Digits of an international number without `+`, made only by `parsePhone`. */
export type PhoneNumber = string & { readonly brand: 'PhoneNumber' };
