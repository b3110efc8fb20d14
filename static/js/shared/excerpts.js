// The passage a search result shows, as in partage/shared_rules/excerpts.py.

import { stem, tokens } from './words.js';

const BLANKS = /[\t-\r \x85\u2028\u2029]+/g;

/** A passage of about `width` characters, and the places in it of the words found: {snippet, spans}, in code points. */
export function excerptSpans(plain, queryStems, width = 180) {
  const text = plain.replace(BLANKS, ' ').replace(/^ | $/g, '');
  const wanted = new Set(queryStems);
  const hits = [];
  for (const { start, end, folded } of tokens(text)) {
    const key = stem(folded);
    if (wanted.has(key)) hits.push({ start, end, key });
  }
  const points = [...text];
  const [first, last] = densest(hits, width);
  const [found, until] = hits.length ? [hits[first].start, hits[last].end] : [0, 0];
  const room = Math.max(0, width - (until - found));
  let start = Math.max(0, Math.min(found - Math.floor(room / 3), points.length - width));
  let end = Math.min(points.length, Math.max(until, start + width));
  while (start > 0 && start < found && points[start - 1] !== ' ') start += 1;
  let cut = end;
  while (until < cut && cut < points.length && points[cut] !== ' ') cut -= 1;
  end = cut || end;
  const opening = start > 0 ? '…' : '';
  const snippet = opening + points.slice(start, end).join('') + (end < points.length ? '…' : '');
  const shift = opening.length - start;
  const spans = hits.filter((hit) => start <= hit.start && hit.end <= end)
    .map((hit) => [hit.start + shift, hit.end + shift]);
  return { snippet, spans };
}

// First and last hit of the best window: most different words, then most words, then earliest. One pass.
function densest(hits, width) {
  let best = { different: 0, words: 0, window: [0, 0] };
  const inside = new Map();
  let left = 0;
  hits.forEach(({ end, key }, right) => {
    inside.set(key, (inside.get(key) ?? 0) + 1);
    while (left < right && end - hits[left].start > width) {
      const dropped = hits[left].key;
      if (inside.get(dropped) === 1) inside.delete(dropped);
      else inside.set(dropped, inside.get(dropped) - 1);
      left += 1;
    }
    const score = { different: inside.size, words: right - left + 1, window: [left, right] };
    if (score.different > best.different || (score.different === best.different && score.words > best.words)) best = score;
  });
  return best.window;
}
