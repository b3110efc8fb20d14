// Forgiving one typo, as in partage/shared_rules/typos.py.

import data from './analyser-data.js';

/** The keys of a folded word: itself and, from five letters on, what is left when one letter is dropped. */
export function editsKeys(word) {
  const keys = new Set([word]);
  if (word.length < data.fuzzy_from || word.length > data.longest_word) return keys;
  for (let place = 0; place < word.length; place += 1) keys.add(word.slice(0, place) + word.slice(place + 1));
  return keys;
}

/** Equal, or one letter added, dropped, changed, or two neighbours swapped. */
export function withinOneEdit(one, other) {
  const [a, b] = one.length > other.length ? [other, one] : [one, other];
  if (b.length - a.length > 1) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  if (a.length < b.length) return a.slice(same) === b.slice(same + 1);
  const swapped = a[same] === b[same + 1] && a[same + 1] === b[same] && a.slice(same + 2) === b.slice(same + 2);
  return swapped || a.slice(same + 1) === b.slice(same + 1);
}
