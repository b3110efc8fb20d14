// A text being read by the rules of personal data, as in partage/shared_rules/personal_data_page.py.

import { CONTEXTS } from './personal-data-words.js';

export const AROUND = 80;
export const isLower = (letter) => letter >= 'a' && letter <= 'z';

/** A text being read: as it is in ASCII, in lower case, and what was taken of it so far. */
export class Page {
  constructor(plain) {
    this.plain = plain;
    this.low = plain.toLowerCase();
    this.taken = new Uint8Array(plain.length);
    this.found = [];
    this.nameEnds = new Set();
  }

  places(starts) {
    const found = new Set();
    for (const word of starts) {
      if (word === '#') for (const place of this.numbers) found.add(place);
      else for (let place = this.low.indexOf(word); place >= 0; place = this.low.indexOf(word, place + 1)) found.add(place);
    }
    return [...found].sort((one, other) => one - other);
  }

  get numbers() {
    this.begins ??= [...this.low.matchAll(/(?<![0-9])[0-9]/g)].map(({ index }) => index);
    return this.begins;
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
