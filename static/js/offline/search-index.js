// The index of the copy, and how words are found in it: the steps, points and ties of partage/search, so that a search
// finds the same with and without network.

import { contentTokens, query, stem, tokens, withinOneEdit } from '../shared/analyser.js';

const POINTS = [9, 3, 1]; // title, headings, body
const KINDS = ['practice', 'question', 'structure', 'topic'];
const SHORTEST = 3;
const LONGEST = 40;
const MOST_BEGINNINGS = 50;
const TRIED = 5;
const LONGEST_QUERY = 200;
const TELLING = 5; // words of a text being written that are looked for: the rarest
const SIMILAR = 3;

/** The different folded words of a text. */
export const wordsOf = (text) => [...new Set(contentTokens(text).map(({ folded }) => folded))].join(' ');

export class Index {
  /** `documents`: [{kind, id, rev, words: [title, headings, body]}], words as `wordsOf` gives them. */
  constructor(documents = []) {
    this.documents = new Map();
    this.places = new Map(); // stem → document → points
    this.counts = new Map(); // folded word → in how many documents
    for (const document of documents) this.put(document);
  }

  put(document) {
    const key = `${document.kind}:${document.id}`;
    this.drop(key);
    this.documents.set(key, document);
    document.words.forEach((words, field) => {
      for (const word of cut(words)) this.#stand(stem(word), key, POINTS[field]);
    });
    for (const word of counted(document)) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
  }

  drop(key) {
    const document = this.documents.get(key);
    if (!document) return;
    this.documents.delete(key);
    for (const word of new Set(document.words.flatMap(cut))) this.places.get(stem(word))?.delete(key);
    for (const word of counted(document)) {
      if (this.counts.get(word) > 1) this.counts.set(word, this.counts.get(word) - 1);
      else this.counts.delete(word);
    }
  }

  /** {found: [documents], stems, corrections, partial} for what was typed; `keep` narrows to some documents. */
  search(typed, keep = () => true) {
    const asked = query(cutShort(typed));
    if (!asked.length) return { found: [], stems: new Set(), corrections: new Map(), partial: false, asked };
    const { words, corrections, every } = this.#plan(asked);
    const found = this.#rows(words, every).map(({ key }) => this.documents.get(key)).filter(keep);
    return { found, stems: new Set(words.flatMap((stems) => [...stems])), corrections, partial: !every, asked };
  }

  /** {found, stems} that looks like what is being written: a word of it in its title, or half of its words somewhere. */
  similar(title, body, keep) {
    const asked = query(`${cutShort(title)} ${cutShort(body)}`.trimEnd());
    const words = this.#rarest(asked.map((word) => this.#replaced(word, new Set([word.stem]), new Map())));
    const most = Math.min(asked.length, TELLING);
    const close = ({ points, found }) => points >= POINTS[0] || found * 2 >= most;
    const rows = this.#rows(words, false).filter((row) => close(row) && keep(this.documents.get(row.key)));
    rows.sort((a, b) => b.points - a.points || b.found - a.found || this.#tie(a.key, b.key));
    return { found: rows.slice(0, SIMILAR).map(({ key }) => this.documents.get(key)), stems: new Set(words.flatMap((stems) => [...stems])) };
  }

  // Of these words, those that stand in fewest documents; none that stands nowhere.
  #rarest(words) {
    const totals = new Map(words.flatMap((stems) => [...stems]).map((one) => [one, 0]));
    for (const [word, documents] of this.counts) {
      const one = stem(word);
      if (totals.has(one)) totals.set(one, totals.get(one) + documents);
    }
    const named = new Map(words.map((stems) => [[...stems].sort().join(' '), stems]));
    return [...named].map(([name, stems]) => ({ name, stems, total: [...stems].reduce((sum, one) => sum + totals.get(one), 0) }))
      .filter(({ total }) => total).sort((a, b) => a.total - b.total || (a.name < b.name ? -1 : 1)).slice(0, TELLING)
      .map(({ stems }) => stems);
  }

  #stand(key, document, points) {
    if (!this.places.has(key)) this.places.set(key, new Map());
    const place = this.places.get(key);
    place.set(document, Math.max(points, place.get(document) ?? 0));
  }

  #plan(asked) {
    const exact = asked.map((word) => new Set([word.stem]));
    if (this.#finds(exact)) return { words: exact, corrections: new Map(), every: true };
    const corrections = new Map();
    const words = asked.map((word, number) => this.#replaced(word, exact[number], corrections));
    return { words, corrections, every: asked.length === 1 || this.#finds(words) };
  }

  // A word that stands nowhere: the words that begin so if it may be unfinished, else its nearest neighbour.
  #replaced(word, stems, corrections) {
    if (this.#finds([stems])) return stems;
    const begun = word.prefix ? this.#beginning(word.folded) : new Set();
    if (begun.size && this.#finds([begun])) return begun;
    const stands = (one) => this.#finds([new Set([stem(one)])]);
    const neighbour = word.fuzzy && this.#nearest(word.folded).slice(0, TRIED).find(stands);
    if (!neighbour) return stems;
    corrections.set(word.folded, neighbour);
    return new Set([stem(neighbour)]);
  }

  #beginning(prefix) {
    const totals = new Map();
    for (const [word, documents] of this.counts) {
      if (word.startsWith(prefix)) totals.set(stem(word), (totals.get(stem(word)) ?? 0) + documents);
    }
    return new Set([...totals].sort(mostFirst).slice(0, MOST_BEGINNINGS).map(([key]) => key));
  }

  #nearest(word) {
    const close = ([one]) => one !== word && Math.abs(one.length - word.length) < 2 && withinOneEdit(word, one);
    return [...this.counts].filter(close).sort(mostFirst).map(([one]) => one);
  }

  #finds(words) {
    const [first, ...others] = words.map((stems) => this.#holders(stems));
    return [...first.keys()].some((key) => others.every((holders) => holders.has(key)));
  }

  #rows(words, every) {
    const rows = new Map();
    for (const stems of words) {
      for (const [key, points] of this.#holders(stems)) {
        const row = rows.get(key) ?? { key, found: 0, points: 0 };
        rows.set(key, { key, found: row.found + 1, points: row.points + points });
      }
    }
    const held = every ? [...rows.values()].filter(({ found }) => found === words.length) : [...rows.values()];
    return held.sort((a, b) => b.found - a.found || b.points - a.points || this.#tie(a.key, b.key));
  }

  #holders(stems) {
    const holders = new Map();
    for (const one of stems) {
      for (const [key, points] of this.places.get(one) ?? []) holders.set(key, Math.max(points, holders.get(key) ?? 0));
    }
    return holders;
  }

  #tie(a, b) {
    const [one, other] = [this.documents.get(a), this.documents.get(b)];
    return KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || one.id - other.id;
  }
}

const cutShort = (typed) => [...typed].slice(0, LONGEST_QUERY).join('');
const mostFirst = ([a, many], [b, more]) => more - many || (a < b ? -1 : 1);
const cut = (words) => (words ? words.split(' ') : []);
const isCounted = (word) => word.length >= SHORTEST && word.length <= LONGEST;
const counted = ({ words }) => new Set(words.flatMap(cut).filter(isCounted));

/** What was typed with its corrections, written as the results write them. */
export function respell(typed, corrections, texts) {
  const spelt = (folded) => {
    for (const text of texts) {
      const points = [...text];
      const found = [...tokens(text)].find((token) => token.folded === folded);
      if (found) return points.slice(found.start, found.end).join('').toLowerCase();
    }
    return folded;
  };
  const points = [...typed];
  let [said, position] = ['', 0];
  for (const { start, end, folded } of tokens(typed)) {
    if (!corrections.has(folded)) continue;
    said += points.slice(position, start).join('') + spelt(corrections.get(folded));
    position = end;
  }
  return (said + points.slice(position).join('')).trim();
}
