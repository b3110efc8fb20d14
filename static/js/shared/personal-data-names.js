// What a pattern cannot say of a name, as in partage/shared_rules/personal_data_names.py, where each step is told.

import { AROUND, isLower } from './personal-data-page.js';
import { CONTEXTS, LISTS } from './personal-data-words.js';

const every = (pattern) => new RegExp(pattern.source, 'gu');
const SILENT = every(CONTEXTS.silent);
const DOUBLE = every(CONTEXTS.double);
function sound(written) {
  const word = written.replaceAll('y', 'i');
  return CONTEXTS.mute.test(word) ? word.replace(SILENT, '').replace(DOUBLE, '$1').replace(SILENT, '') : word;
}
const STRONG = LISTS.strong; // written as they sound
const NOT_LOWER = new Set([...LISTS.not_lower].map(sound));
export const isStrong = (word) => STRONG.has(sound(word.split('-')[0]));
const isKnown = (word) => isStrong(word) || LISTS.weak.has(word);
const isLowerName = (word) => STRONG.has(sound(word)) && !NOT_LOWER.has(sound(word));
const isNobody = (word) => LISTS.anonymous.has(word) || LISTS.stop.has(word);
const isUpper = (letter) => letter >= 'A' && letter <= 'Z';

function civil(page, start, end) {
  const tokens = page.tokens(start, end);
  let first = tokens.findIndex(({ word }) => !LISTS.civil.has(word) && !LISTS.particles.has(word));
  if (first >= 0 && tokens[first].word.length === 1 && first + 1 < tokens.length) first += 1; // « Mme X. Benali »
  if (first < 0 || LISTS.roles.has(tokens[first].word)) return null;
  const { begin, finish, word } = tokens[first];
  const letter = finish - begin === 2 && page.plain[begin + 1] === '.' && !LISTS.anonymous.has(word);
  if (isNobody(word) && !LISTS.also_surnames.has(word) && !letter) return null;
  if (page.plain.startsWith('M ', start) && word.length < 2) return null; // letters set apart
  return [start, lastOf(page, tokens, first), false];
}

function lowerCivil(page, start, end) {
  const [title, word] = page.low.slice(start, end).split(' ');
  if (LISTS.surnames.has(word) || isLowerName(word)) return [start, end, false];
  const ordinary = LISTS.after_civil.has(word) || LISTS.roles.has(word) || isNobody(word) || CONTEXTS.not_after_civil.test(word);
  const lives = !['madame', 'monsieur'].includes(title) || CONTEXTS.alive_lower.test(page.low.slice(end, end + AROUND));
  return ordinary || !lives ? null : [start, end, false];
}

function unknown(page, start, end) {
  const tokens = page.tokens(start, end);
  const first = tokens.findIndex((token) => mayBeName(page, token));
  if (first < 0 || tokens.slice(0, first).some(({ word }) => LISTS.stop.has(word) && !LISTS.particles.has(word))) return null;
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
  const named = last > finish && !isCommon(tokens[place + 1].word) && !isAcronym(page, tokens[place + 1]);
  const after = page.plain.slice(last, last + AROUND);
  const lives = CONTEXTS.after.test(after) || (isStrong(word) && CONTEXTS.deed.test(after));
  if (tokens.slice(place + 1).some((token) => LISTS.famous.has(token.word)) || isPlace(page, begin, lives && !named)) return null;
  if (isWorkOrShop(page, begin, last) || (!named && !lives && page.followsFolded('greeting', begin))) return null;
  if (!named && (page.followsFolded('article', begin) || !isWhole(word))) return null;
  const sure = lives || page.follows('seen', begin) || (isStrong(word) && (named || isBeside(page, begin, last)));
  const told = sure || page.followsFolded(isStrong(word) ? 'before' : 'weak_before', begin);
  return told ? [withSurname(page, tokens, place), last, false] : null;
}

const isAcronym = (page, { begin, finish }) => finish - begin < 5 && isShouted(page, begin, finish);

const isWhole = (word) => word.split('-').every(isKnown);

function isBeside(page, first, last) {
  const beside = CONTEXTS.beside.exec(page.plain.slice(last, last + AROUND))?.[1].toLowerCase();
  const listed = / et $|, $/.test(page.plain.slice(Math.max(0, first - 4), first)) && (page.nameEnds.has(first - 2) || page.nameEnds.has(first - 4));
  return listed || (beside !== undefined && isStrong(beside) && isWhole(beside));
}

function withSurname(page, tokens, place) {
  const { begin, finish, word } = tokens[Math.max(0, place - 1)];
  return isShouted(page, begin, finish) && word.length > 2 && !isCommon(word) ? begin : tokens[place].begin;
}

function isWorkOrShop(page, begin, last) {
  const bracket = CONTEXTS.bracket.exec(page.low.slice(Math.max(0, begin - AROUND), begin));
  if (bracket && LISTS.famous.has(bracket[1])) return true;
  const after = page.plain.slice(last, last + AROUND);
  return CONTEXTS.trade.test(after) || CONTEXTS.author.test(after) || page.follows('shop', begin)
    || ['work', 'thing_of', 'employer'].some((name) => page.followsFolded(name, begin));
}

function alone(page, start, end) {
  const tokens = page.tokens(start, end);
  const [{ word }, final] = [tokens[0], tokens.at(-1).word];
  const nobody = isOrdinary(page, tokens[0]) || LISTS.civil.has(word) || LISTS.famous.has(word) || LISTS.anonymous.has(final);
  return nobody ? null : [start, final.length === 1 ? end : lastOf(page, tokens, 0), false];
}

function initial(page, start, end) {
  const [{ word }] = page.tokens(start, end);
  return isStrong(word) || CONTEXTS.human.test(page.plain.slice(end, end + AROUND)) || page.follows('seen', start) ? alone(page, start, end) : null;
}

function initials(page, start, end) {
  const { word } = page.tokens(start, end).at(-1);
  return LISTS.famous.has(word) || (word.length > 2 && isCommon(word) && !LISTS.surnames.has(word)) ? null : [start, end, false];
}

function full(page, start, end) {
  const words = page.tokens(start, end).map(({ word }) => word).filter((word) => !LISTS.particles.has(word));
  const named = words.filter((word) => word.length > 1).length > 1 && !words.some((word) => isCommon(word) || LISTS.famous.has(word));
  if (!named || isShouted(page, start, end) || isPlace(page, start, false) || isWorkOrShop(page, start, end)) return null;
  return [start, end, false];
}

function inverted(page, start, end) {
  const [surname, first] = page.low.slice(start, end).split(', ');
  return isKnown(first) && !isKnown(surname) && !isCommon(surname) ? [start, end, false] : null;
}

function stranger(page, start, end) {
  const tokens = page.tokens(start, end);
  const place = tokens.findIndex(({ word }) => !LISTS.stop.has(word));
  if (place < 0 || LISTS.famous.has(tokens.at(-1).word)) return null;
  if (tokens.slice(place).some((token) => !LISTS.particles.has(token.word) && isOrdinary(page, token))) return null;
  const { begin } = tokens[place];
  const lives = tokens.length - place > 1 || CONTEXTS.alive.test(page.plain.slice(end, end + AROUND));
  if (!lives || !(place || page.followsFolded('begins', begin))) return null;
  return isPlace(page, begin, false) || isWorkOrShop(page, begin, end) ? null : [begin, end, false];
}

const isCommon = (word) => isNobody(word) || LISTS.things.has(word) || LISTS.things.has(word.replace(/s$/, '')) || LISTS.roles.has(word)
  || ((CONTEXTS.noun.test(word) || CONTEXTS.town_name.test(word)) && !isKnown(word));
const isShouted = (page, begin, finish) => /^[^a-z]*[A-Z][^a-z]*$/.test(page.plain.slice(begin, finish));

function isOrdinary(page, { begin, finish, word }) {
  const abbreviated = word.length < 3 || isShouted(page, begin, finish) || page.plain.startsWith("L'", begin)
    || CONTEXTS.camel.test(page.plain.slice(begin, finish));
  return abbreviated || isCommon(word) || CONTEXTS.demonym.test(word);
}

const lowerFirst = (page, start, end) => (isLowerName(page.plain.slice(start, end)) && !isPlace(page, start, false) ? [start, end, false] : null);

function lowerFull(page, start, end) {
  const [first, last] = page.plain.slice(start, end).split(' ');
  const ordinary = isCommon(last) || LISTS.after_civil.has(last) || LISTS.famous.has(last);
  return isLowerName(first) && !ordinary && !isPlace(page, start, false) ? [start, end, false] : null;
}

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

export const NAMES = {
  civil, lower_civil: lowerCivil, unknown, first: firstName, lower_first: lowerFirst, lower_full: lowerFull, after_name: afterName,
  and_name: andName, alone, initial, initials, full, reversed: inverted, stranger,
};
