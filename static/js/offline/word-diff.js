// Which words were added and removed between two paragraphs.

import { h } from './dom.js';

const MOST = 250000; // pairs of words compared: beyond, the paragraph is shown as it is

/** `after` as nodes, its words marked against `before`. */
export function marked(before, after) {
  return pieces(before, after).map(([op, text]) => {
    if (op === 'ins') return h('ins', {}, h('span', { class: 'vh' }, 'ajouté : '), text);
    if (op === 'del') return h('del', {}, h('span', { class: 'vh' }, 'retiré : '), text);
    return text;
  });
}

function pieces(before, after) {
  const [a, b] = [before, after].map((text) => text.match(/\s+|[^\s]+/g) ?? []);
  if (!before || a.length * b.length > MOST) return [['same', after]];
  const found = [];
  const add = (op, word) => (found.at(-1)?.[0] === op ? found.at(-1)[1] += word : found.push([op, word]));
  const longest = table(a, b);
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (a[i] === b[j]) {
      add('same', a[i]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) {
      add('del', a[i]);
      i += 1;
    } else {
      add('ins', b[j]);
      j += 1;
    }
  }
  return found;
}

function table(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
