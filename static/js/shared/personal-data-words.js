// The lists and patterns of personal_data.json, ready to use, as in partage/shared_rules/personal_data_words.py.

import data from './personal_data-data.js';

/** A pattern whose `<name>` are replaced by the fragments they name. */
export function expanded(pattern) {
  const longer = pattern.replace(/<([a-z0-9]+)>/g, (_, name) => data.fragments[name]);
  return longer === pattern ? pattern : expanded(longer);
}

const mapped = (object, make) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, make(value)]));

export const LISTS = mapped(data.lists, (words) => new Set(words.split(' ')));
export const CONTEXTS = mapped(data.contexts, (pattern) => new RegExp(expanded(pattern), 'u'));
export const IBAN_LENGTHS = new Map(data.iban.split(' ').map((one) => [one.slice(0, 2).toLowerCase(), Number(one.slice(2))]));
export { data };
