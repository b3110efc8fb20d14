// What a pattern cannot say of a passage, as in partage/shared_rules/personal_data_checks.py, where each is told.
// A check answers null (nothing here), or [start, end, harmless].

import { isStrong, NAMES } from './personal-data-names.js';
import { CONTEXTS, IBAN_LENGTHS, LISTS } from './personal-data-words.js';

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

export const CHECKS = { ...NAMES, email, iban, nir15, nir13, number, phone, abroad, address };
