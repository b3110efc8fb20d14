// Which words were added and removed between two paragraphs.

import { h } from './dom.js';

const MOST = 250000; // pairs of words compared: beyond, the paragraph is shown as it is
const SAID = { ins: 'ajouté : ', del: 'retiré : ' };

/** `after` as nodes, its words marked against `before`. */
export function marked(before, after) {
  return pieces(before, after).flatMap(([op, text]) => {
    const words = text.trimEnd();
    if (op === 'same' || !words) return [text];
    return [h(op, {}, h('span', { class: 'vh' }, SAID[op]), words), text.slice(words.length)];
  });
}

function pieces(before, after) {
  // a word and the blank after it go together: between two changed words, a blank is no agreement
  const [a, b] = [before, after].map((text) => text.match(/\S+\s*|\s+/g) ?? []);
  if (!before || a.length * b.length > MOST) return [['same', after]];
  return grouped(steps(a, b));
}

// One word both sides kept between two changes is no agreement either: the eye wants one change, not three.
function grouped(found) {
  const runs = [];
  for (const { op, was, is } of found) {
    if (runs.at(-1)?.op !== op) runs.push({ op, was: '', is: '', words: 0 });
    Object.assign(runs.at(-1), { was: runs.at(-1).was + was, is: runs.at(-1).is + is, words: runs.at(-1).words + 1 });
  }
  const result = [];
  let change = null;
  runs.forEach(({ op, was, is, words }, place) => {
    const inside = change && place < runs.length - 1 && words < 2;
    if (op !== 'same' || inside) {
      change ??= result[result.push({ was: '', is: '' }) - 1];
      change.was += was;
      change.is += is;
    } else {
      result.push({ same: is });
      change = null;
    }
  });
  return result.flatMap(({ same, was, is }) => (same ? [['same', same]] : [['del', was], ['ins', is]]))
    .filter(([, text]) => text);
}

function steps(a, b) {
  const longest = table(a, b);
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const removed = j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1]);
    if (alike(a[i], b[j])) found.push({ op: 'same', was: a[i++], is: b[j++] });
    else if (removed) found.push({ op: 'change', was: a[i++], is: '' });
    else found.push({ op: 'change', was: '', is: b[j++] });
  }
  return found;
}

const alike = (one, other) => one?.trim() === other?.trim();

function table(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = alike(a[i], b[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
