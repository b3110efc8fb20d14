// Finds what may designate a person in a text, as in partage/shared_rules/personal_data.py, where each step is told.
// Positions count code points of the text given, as Python does, not the UTF-16 units of JavaScript.

import { CHECKS } from './personal-data-checks.js';
import { Page } from './personal-data-page.js';
import { CONTEXTS, data, expanded } from './personal-data-words.js';

export const VERSION = data.version;
export const KINDS = data.kinds;
export const BLOCKING = new Set(data.blocking);

const codes = (ranges) => ranges.split(' ').flatMap((range) => {
  const [first, last = first] = range.split('-').map((bound) => parseInt(bound, 16));
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
});

const IGNORED = -1;
const ascii = new TextDecoder('latin1');
const table = new Map(); // what each code point becomes
for (const code of codes(data.letters)) {
  const first = String.fromCodePoint(code).normalize('NFKD')[0];
  if (/^[0-9A-Za-z]$/.test(first)) table.set(code, first.charCodeAt(0));
}
for (const [letter, ranges] of Object.entries(data.sets)) for (const code of codes(ranges)) table.set(code, letter.charCodeAt(0));
for (const [code, letter] of Object.entries(data.replaced)) table.set(parseInt(code, 16), letter.charCodeAt(0));
for (const code of codes(data.ignored)) table.set(code, IGNORED);

// A browser takes milliseconds to prepare each pattern: only those a text needs are, or all of them in advance, one by one.
const patterns = new Map();
function patternOf(rule) {
  const { before = '', span, after = '', starts } = rule;
  if (!patterns.has(rule)) patterns.set(rule, new RegExp(expanded(`(${before})(${span})${after}`), starts ? 'yu' : 'gu'));
  return patterns.get(rule);
}

/** Prepares one pattern at each step, so that the first text does not wait for all of them. */
export function* warm() {
  const { plain } = toPlain('Exemple : 12 rue Neuve, le 3 mars. ');
  for (const prepared of [...data.rules.map((rule) => () => patternOf(rule)), ...Object.values(CONTEXTS).map((pattern) => () => pattern)]) {
    for (let time = 0; time < 2; time += 1) { // the second time, a browser prepares it for good
      const pattern = prepared();
      pattern.lastIndex = 0;
      yield pattern.exec(plain);
    }
  }
}

/** The passages that may designate a person, as {kind, start, end}, in order, none over another. */
export function find(text) {
  const steps = search(text);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same in small steps, for whoever must not keep the page waiting: each yields nothing, the last returns the passages. */
export function* search(text) {
  const { plain, places } = toPlain(text);
  const page = new Page(plain);
  for (const rule of data.rules) yield apply(rule, page);
  return page.found.map(({ kind, start, end }) => ({ kind, start: places[start], end: places[end - 1] + 1 }))
    .sort((one, other) => one.start - other.start);
}

function* matches(rule, page) {
  const { gate, starts, fold } = rule;
  const text = fold ? page.low : page.plain;
  if (gate && !gate.split('|').some((word) => page.low.includes(word))) return;
  if (!starts) yield* text.matchAll(patternOf(rule));
  let end = 0;
  for (const place of starts ? page.places(starts.split('|')) : []) {
    if (place < end) continue;
    const pattern = patternOf(rule);
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (!match) continue;
    end = place + match[0].length;
    yield match;
  }
}

function apply(rule, page) {
  const { kind, check, digits } = rule;
  for (const match of matches(rule, page)) {
    const from = match.index + match[1].length;
    const checked = check ? CHECKS[check](page, from, from + match[2].length, match.index) : [from, from + match[2].length, false];
    if (!checked) continue;
    const [start, end, harmless] = checked;
    const count = digits && page.digits(start, end);
    if (!digits || (digits[0] <= count && count <= digits[1])) page.take(harmless ? '' : kind, start, end);
  }
}

// The text in ASCII, and where each of its characters stood. Made of bytes: a browser then prepares its patterns for these only.
function toPlain(text) {
  const bytes = new Uint8Array(text.length);
  const places = new Uint32Array(text.length);
  let [size, place] = [0, 0];
  for (let unit = 0; unit < text.length; place += 1) {
    const code = text.codePointAt(unit);
    const plain = table.get(code) ?? (code < 128 ? code : 1);
    unit += code > 0xffff ? 2 : 1;
    if (plain === IGNORED) continue;
    bytes[size] = plain;
    places[size] = place;
    size += 1;
  }
  return { plain: ascii.decode(bytes.subarray(0, size)), places };
}
