// What a pattern cannot say of a passage, as in partage/shared_rules/personal_data_checks.py, where each is told.
// A check answers null (nothing here), or [start, end, harmless].

import { CONTEXTS, IBAN_LENGTHS, LISTS } from './personal-data-words.js';

const AROUND = 80;

/** A text being read: as it is in ASCII, in lower case, and what was taken of it so far. */
export class Page {
  constructor(plain) {
    this.plain = plain;
    this.low = plain.toLowerCase();
    this.taken = new Uint8Array(plain.length);
    this.found = [];
    this.nameEnds = new Set();
  }

  take(kind, start, end) {
    if (end <= start) return;
    for (let place = start; place < end; place += 1) if (this.taken[place]) return;
    this.taken.fill(1, start, end);
    if (kind) this.found.push({ kind, start, end });
    if (kind === 'name') this.nameEnds.add(end);
  }

  digits(start, end) {
    return this.plain.slice(start, end).replace(/[^0-9]/g, '').length;
  }

  tokens(start, end) {
    return [...this.plain.slice(start, end).matchAll(/[^ \n]{1,140}/g)].map(({ 0: written, index }) => {
      const word = written.toLowerCase().replace(CONTEXTS.elided, '');
      const finish = start + index + written.length;
      return { begin: isLower(written[0]) ? finish - word.length : start + index, finish, word: word.replace(/\.{1,140}$/, '') };
    });
  }

  follows(name, start) {
    return CONTEXTS[name].test(this.plain.slice(Math.max(0, start - AROUND), start));
  }

  followsFolded(name, start) {
    return CONTEXTS[name].test(this.low.slice(Math.max(0, start - AROUND), start));
  }
}

// Numbers

function email(page, start, end) {
  const text = page.low.slice(start, end);
  if (!CONTEXTS.domain.test(text)) return null;
  const words = text.split(CONTEXTS.sign)[0].split(CONTEXTS.apart).filter(Boolean);
  return [start, end, words.length > 0 && LISTS.generic.has(words[0]) && !words.some((word) => word.length > 3 && isStrong(word))];
}

const isSign = (letter) => /^[0-9a-z]$/.test(letter);

function iban(page, start, end) {
  const wanted = IBAN_LENGTHS.get(page.low.slice(start, start + 2));
  let signs = '';
  let place = start;
  for (; wanted && place < end && signs.length < wanted; place += 1) if (isSign(page.low.charAt(place))) signs += page.low.charAt(place);
  if (!wanted || signs.length < wanted || page.digits(start, place) < 8 || isSign(page.low.charAt(place))) return null;
  let remainder = 0;
  for (const sign of signs.slice(4) + signs.slice(0, 4)) remainder = Number(`${remainder}${parseInt(sign, 36)}`) % 97;
  return remainder === 1 || page.followsFolded('bank', start) ? [start, place, false] : null;
}

const every = (pattern) => new RegExp(pattern.source, 'gu');
const UNSIGNED = every(CONTEXTS.unsigned);
const signsOf = (page, start, end) => page.low.slice(start, end).replace(/clef?/g, '').replace(UNSIGNED, '');
const inDepartment = (signs) => !CONTEXTS.letter.test(signs.slice(0, 5) + signs.slice(7)) && /^(?:2[ab]|\d\d)$/.test(signs.slice(5, 7));

function nir15(page, start, end) {
  const signs = signsOf(page, start, end);
  if (!inDepartment(signs)) return null;
  const month = signs.slice(3, 5);
  const isMonth = (month >= '01' && month <= '12') || (month >= '20' && month <= '42') || month >= '50';
  const number = Number(signs.slice(0, 13).replaceAll('2a', '19').replaceAll('2b', '18'));
  return isMonth && 97 - (number % 97) === Number(signs.slice(13)) ? [start, end, false] : null;
}

function nir13(page, start, end) {
  const signs = page.low.slice(start, end).replace(UNSIGNED, '');
  const month = signs.slice(3, 5);
  const likely = '12'.includes(signs[0]) && month >= '01' && month <= '12' && !['00', '96'].includes(signs.slice(5, 7))
    && signs.slice(7, 10) !== '000' && signs.slice(10) !== '000';
  return likely && inDepartment(signs) ? [start, end, false] : null;
}

function number(page, start, end) {
  const last = page.plain.charAt(end - 1);
  const finish = page.plain.charAt(end - 2) === ' ' && last >= 'a' && last <= 'z' ? end - 2 : end;
  return CONTEXTS.no_number.test(page.low.slice(start, finish)) ? null : [start, finish, false];
}

function phone(page, start, end) {
  const longer = /[0-9] $/.test(page.plain.slice(Math.max(0, start - 2), start)) && !page.taken[start - 2];
  return longer || CONTEXTS.date.test(page.low.slice(start, end)) ? null : [start, end, false];
}

const abroad = (page, start, end) => (page.digits(start, end) - (page.plain[start] === '+' ? 0 : 2) >= 10 ? [start, end, false] : null);

function address(page, start, end) {
  const text = page.low.slice(start, end);
  const [, way, first] = CONTEXTS.way.exec(text) ?? [];
  if (!way) return [start, end, false];
  const lone = ['le', 'la', 'les'].includes(way) && !CONTEXTS.town.test(text);
  const lesson = LISTS.stop.has(first) && CONTEXTS.unsure_way.test(way);
  return lone || lesson || LISTS.filler.has(first) ? null : [start, end, false];
}

// Names

const SILENT = every(CONTEXTS.silent);
const DOUBLE = every(CONTEXTS.double);
const sound = (word) => word.replaceAll('y', 'i').replace(SILENT, '').replace(DOUBLE, '$1').replace(SILENT, '');
const STRONG = new Set([...LISTS.strong].map(sound));
const NOT_LOWER = new Set([...LISTS.not_lower].map(sound));
const isStrong = (word) => STRONG.has(sound(word.split('-')[0]));
const isKnown = (word) => isStrong(word) || LISTS.weak.has(word);
const isLowerName = (word) => STRONG.has(sound(word)) && !NOT_LOWER.has(sound(word));
const isNobody = (word) => LISTS.anonymous.has(word) || LISTS.stop.has(word);
const isLower = (letter) => letter >= 'a' && letter <= 'z';
const isUpper = (letter) => letter >= 'A' && letter <= 'Z';

function civil(page, start, end) {
  const tokens = page.tokens(start, end);
  const first = tokens.findIndex(({ word }) => !LISTS.civil.has(word) && !LISTS.particles.has(word));
  if (first < 0 || isNobody(tokens[first].word) || LISTS.roles.has(tokens[first].word)) return null;
  if (page.plain.startsWith('M ', start) && tokens[first].word.length < 2) return null; // letters set apart
  return [start, lastOf(page, tokens, first), false];
}

function lowerCivil(page, start, end) {
  const { word } = page.tokens(start, end).at(-1);
  return LISTS.surnames.has(word) || isLowerName(word) ? [start, end, false] : null;
}

function unknown(page, start, end) {
  const tokens = page.tokens(start, end);
  const first = tokens.findIndex((token) => mayBeName(page, token));
  if (first < 0) return null;
  const { begin, word } = tokens[first];
  const short = word.length < 2 || LISTS.anonymous.has(word) || LISTS.roles.has(word);
  const stranger = !isKnown(word) && (page.followsFolded('place', begin) || page.followsFolded('somewhere', begin) || CONTEXTS.demonym.test(word));
  return short || stranger ? null : [begin, lastOf(page, tokens, first), false];
}

function mayBeName(page, { begin, word }) {
  if (LISTS.particles.has(word) && word.length < 4 && !['le', 'la', 'de', 'des', 'du'].includes(word)) return isUpper(page.plain[begin]);
  return !LISTS.stop.has(word) && !LISTS.particles.has(word);
}

function firstName(page, start, end) {
  const tokens = page.tokens(start, end);
  const place = tokens.findIndex(({ word }) => isKnown(word));
  if (place < 0) return null;
  const { begin, finish, word } = tokens[place];
  const last = lastOf(page, tokens, place);
  const named = last > finish;
  const sure = CONTEXTS.after.test(page.plain.slice(last, last + AROUND));
  const found = [begin, last, false];
  if (tokens.slice(place + 1).some((token) => LISTS.famous.has(token.word)) || isPlace(page, begin, sure && !named)) return null;
  if (!named && !sure && (page.followsFolded('greeting', begin) || page.followsFolded('article', begin))) return null;
  if (sure || page.follows('seen', begin) || (named && !isNobody(tokens[place + 1].word))) return found;
  const written = page.plain.slice(begin, finish);
  if (isStrong(word)) return written === written.toUpperCase() && finish - begin < 5 ? null : found;
  return page.follows('before', begin) ? found : null;
}

const lowerFirst = (page, start, end) => (isLowerName(page.plain.slice(start, end)) && !isPlace(page, start, false) ? [start, end, false] : null);

const andName = (page, start, end, at) => (page.nameEnds.has(at) ? unknown(page, start, end) : null);

const afterName = (page, start, end, at) => (page.nameEnds.has(at) ? [start, end, false] : null);

const isPlace = (page, start, sure) => !sure && page.followsFolded('place', start) && !page.followsFolded('link', start);

function lastOf(page, tokens, first) {
  let end = tokens[first].finish;
  let onlyFirstNames = isKnown(tokens[first].word);
  let noble = false;
  for (const { begin, finish, word } of tokens.slice(first + 1)) {
    if (LISTS.particles.has(word) && isLower(page.plain[begin])) {
      noble ||= ['de', 'du', 'des'].includes(word);
      continue;
    }
    if (LISTS.stop.has(word) || (noble && !onlyFirstNames)) break;
    end = finish;
    noble = false;
    onlyFirstNames &&= isKnown(word);
  }
  return end;
}

export const CHECKS = {
  email, iban, nir15, nir13, number, phone, abroad, address, civil, lower_civil: lowerCivil, unknown, first: firstName,
  lower_first: lowerFirst, after_name: afterName, and_name: andName,
};
