// Finds what may designate a person in a text, as in partage/shared_rules/personal_data.py, where each step is told.
// Positions count code points of the text given, as Python does, not the UTF-16 units of JavaScript.

import { CHECKS, Page } from './personal-data-checks.js';
import { data, expanded } from './personal-data-words.js';

export const VERSION = data.version;
export const KINDS = data.kinds;
export const BLOCKING = new Set(data.blocking);

const codes = (ranges) => ranges.split(' ').flatMap((range) => {
  const [first, last = first] = range.split('-').map((bound) => parseInt(bound, 16));
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
});

const table = new Map();
for (const code of codes(data.letters)) {
  const first = String.fromCodePoint(code).normalize('NFKD')[0];
  if (/^[0-9A-Za-z]$/.test(first)) table.set(code, first);
}
for (const [letter, ranges] of Object.entries(data.sets)) for (const code of codes(ranges)) table.set(code, letter);
for (const [code, letter] of Object.entries(data.replaced)) table.set(parseInt(code, 16), letter);
for (const code of codes(data.ignored)) table.set(code, '');

// A browser takes milliseconds to prepare each pattern: only those a text needs are, or all of them in advance, one by one.
const patterns = new Map();
function patternOf(rule) {
  const { before = '', span, after = '' } = rule;
  if (!patterns.has(rule)) patterns.set(rule, new RegExp(expanded(`(${before})(${span})${after}`), 'gu'));
  return patterns.get(rule);
}

/** Prepares one pattern at each step, so that the first text does not wait for all of them. */
export function* warm() {
  const example = new Page(toPlain('Exemple : 12 rue Neuve, le 3 mars. ').plain);
  for (const rule of data.rules) {
    for (let time = 0; time < 2; time += 1) yield apply(rule, example); // the second time, a browser prepares it for good
  }
}

/** The passages that may designate a person, as {kind, start, end}, in order, none over another. */
export function find(text) {
  const { plain, places } = toPlain(text);
  const page = new Page(plain);
  for (const rule of data.rules) if (!rule.gate || rule.gate.some((word) => page.low.includes(word))) apply(rule, page);
  const placeOf = (index) => (places ? places[index] : index);
  return page.found.map(({ kind, start, end }) => ({ kind, start: placeOf(start), end: placeOf(end - 1) + 1 }))
    .sort((one, other) => one.start - other.start);
}

function apply(rule, page) {
  const { kind, fold, check, digits } = rule;
  for (const match of (fold ? page.low : page.plain).matchAll(patternOf(rule))) {
    const from = match.index + match[1].length;
    const checked = check ? CHECKS[check](page, from, from + match[2].length, match.index) : [from, from + match[2].length, false];
    if (!checked) continue;
    const [start, end, harmless] = checked;
    const count = digits && page.digits(start, end);
    if (!digits || (digits[0] <= count && count <= digits[1])) page.take(harmless ? '' : kind, start, end);
  }
}

// The text in ASCII, and where each of its characters stood when some were left out.
function toPlain(text) {
  let left = false;
  const become = (letter) => {
    const plain = table.get(letter.codePointAt(0)) ?? (letter < '\u0080' ? letter : '\u0001');
    left ||= plain === '';
    return plain;
  };
  const plain = text.replace(/[^\x20-\x7e]/gu, become);
  if (!left) return { plain, places: null };
  return { plain, places: [...text].flatMap((letter, place) => (table.get(letter.codePointAt(0)) === '' ? [] : [place])) };
}
