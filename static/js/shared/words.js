// The one text analyser, as in partage/shared_rules/analyser.py, where each step is argued: same data, same results.
// Positions count code points, as Python does, not the UTF-16 units of JavaScript: an emoji is one.

import data from './analyser-data.js';
import { stemmer } from '../../vendor/stemmer-french.js';

export const ANALYSER_VERSION = data.version;

const inside = (ranges) => ranges.replace(/[0-9A-F]+/g, '\\u{$&}').replaceAll(' ', '');
const oneOf = (ranges) => new RegExp(`^[${inside(ranges)}]$`, 'u');
const letters = Object.values(data.letters).map(inside).join('');
const marks = inside(data.marks);
const ignored = inside(data.ignored);
const initial = `(?![0-9])[${letters}][${marks}]*`;
const WORD = new RegExp(
  `${initial}(?:\\.${initial})+(?![${letters}${marks}])|[${letters}](?:[${ignored}]*[${letters}${marks}])*`, 'gu');
const LETTER = new RegExp(`[${letters}]`, 'uy');
const NUMBER = /[0-9]/;
const SILENT = new RegExp(`[${marks}${ignored}]`, 'gu');
const CURLY = new RegExp(`[${inside(data.apostrophes)}]`, 'gu');
const FOLDED = new RegExp(`[${Object.keys(data.foldings).join('')}]`, 'gu');
const APOSTROPHE = oneOf(data.apostrophes);
const HYPHEN = oneOf(data.hyphens);
const INCLUSIVE = oneOf(data.inclusive_separators);
const inclusiveEndings = new Set(data.inclusive_endings);
const elided = new Set(data.elided);
const joined = new Set(data.joined);
const hyphenPrefixes = new Set(data.hyphen_prefixes);
const stopWords = new Set(data.stop_words);
const stems = new Map(Object.entries(data.stems)); // Maps: « constructor » is a word somebody may type
const endings = new Map(Object.entries(data.endings));
const longestEnding = Math.max(...[...endings.keys()].map((ending) => ending.length));

/** Lower case, no accents, ligatures spelt out, straight apostrophes. The length may change. */
export function fold(text) {
  return text.replace(CURLY, "'").normalize('NFKD').replace(SILENT, '').toLowerCase()
    .replace(FOLDED, (letter) => data.foldings[letter]);
}

/** The words of a text, in order, as {start, end, folded}. */
export function* tokens(text) {
  const pointAt = pointCounter(text);
  const token = (start, end, folded) => ({ start: pointAt(start), end: pointAt(end), folded });
  let held = null;
  let inclusiveAfter = -1;
  for (const match of text.matchAll(WORD)) {
    let start = match.index;
    const end = start + match[0].length;
    let folded = foldWord(match[0]);
    const before = text.charAt(start - 1);
    const after = text.charAt(end);
    if (held) {
      if (start === held.end + 1) {
        start = held.start;
        folded = held.folded + folded;
      } else {
        yield token(held.start, held.end, held.folded);
      }
      held = null;
    } else if (start - 1 === inclusiveAfter && INCLUSIVE.test(before) && inclusiveEndings.has(folded)) {
      inclusiveAfter = end;
      continue;
    }
    if (APOSTROPHE.test(after) && joined.has(folded)) {
      held = { start, end, folded };
      continue;
    }
    if (APOSTROPHE.test(after) && elided.has(folded) && !APOSTROPHE.test(before)) continue;
    if (hyphenPrefixes.has(folded) && HYPHEN.test(after) && letterAt(text, end + 1)) continue;
    inclusiveAfter = folded.length > 1 && !NUMBER.test(folded) ? end : -1;
    yield token(start, end, folded);
  }
  if (held) yield token(held.start, held.end, held.folded);
}

/** The words worth comparing: without « le », « de »… unless there is nothing else. */
export function contentTokens(text) {
  const every = [...tokens(text)];
  const kept = every.filter((token) => !stopWords.has(token.folded));
  return kept.length ? kept : every;
}

/** What an index holds for this text, in order, repeated words included. */
export function terms(text) {
  return contentTokens(text).map((token) => stem(token.folded));
}

/** What the forms of a folded word have in common. Not to be applied twice. */
export const stem = remembered((word) => {
  if (word.length > data.longest_word) return word.slice(0, data.longest_word);
  if (stems.has(word)) return stems.get(word);
  for (let size = Math.min(longestEnding, word.length - 1); size > 0; size -= 1) {
    const ending = endings.get(word.slice(-size));
    if (ending !== undefined) return stemmer(word.slice(0, -size) + ending);
  }
  return stemmer(word);
});

/** The distinct words of a search, in order, as {folded, stem, prefix, fuzzy}. */
export function query(typed) {
  const text = [...typed.slice(0, 2 * data.longest_query)].slice(0, data.longest_query).join('');
  const length = pointCounter(text)(text.length);
  const words = new Map();
  for (const { end, folded } of contentTokens(text)) {
    const key = stem(folded);
    const prefix = end === length && folded.length >= data.prefix_from;
    const fuzzy = folded.length >= data.fuzzy_from && !NUMBER.test(folded);
    if (words.has(key)) {
      if (!prefix) continue;
      words.delete(key);
    }
    words.set(key, { folded, stem: key, prefix, fuzzy });
  }
  return [...words.values()].slice(0, data.most_query_words);
}

const foldWord = remembered((word) => fold(word).replaceAll('.', ''));

// Folding and stemming one word costs microseconds; a page repeats most of its words, an index all of them.
function remembered(compute) {
  const known = new Map();
  return (word) => {
    if (word.length > data.longest_word) return compute(word);
    if (!known.has(word)) {
      if (known.size >= 20000) known.clear();
      known.set(word, compute(word));
    }
    return known.get(word);
  };
}

function letterAt(text, index) {
  LETTER.lastIndex = index;
  return LETTER.test(text);
}

/** From UTF-16 places, asked in growing order, to code points. */
function pointCounter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (unit) => unit;
  let units = 0;
  let points = 0;
  return (unit) => {
    for (; units < unit; points += 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
    return points;
  };
}
