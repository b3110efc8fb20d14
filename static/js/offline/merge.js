// The text of a conflict once its passages are chosen. The server did the merge; only the choices are ours.

/** The passages left to choose. */
export const conflicts = ({ parts }) => parts.filter(({ kind }) => kind === 'conflict');

/** Texts one after the other, a blank line between them. */
export function joined(...texts) {
  return texts.filter(Boolean).reduce((whole, text) => (whole ? whole.replace(/\n*$/, '\n\n') + text : text), '');
}

/** {title, summary, body} for the choices of a FormData: `line-title`, `part-0`… each mine, theirs or both. */
export function settled(conflict, choices) {
  const line = (name) => conflict.lines?.[name]?.[choices.get(`line-${name}`) ?? 'mine'] ?? conflict[name];
  return { title: line('title'), summary: line('summary'), body: body(conflict, choices) };
}

function body(conflict, choices) {
  const chosen = conflicts(conflict).map((_, number) => choices.get(`part-${number}`) ?? 'both');
  if (chosen.every((one) => one === 'both')) return conflict.proposal;
  let number = -1;
  return conflict.parts.reduce((text, part) => {
    if (part.kind !== 'conflict') return follow(text, part.text);
    number += 1;
    return follow(text, chosen[number] === 'both' ? joined(part.mine, part.theirs) : part[chosen[number]]);
  }, '');
}

// Pieces carry their own blank lines, except where one ended its text.
const follow = (text, piece) => (text && piece && !text.endsWith('\n') ? joined(text, piece) : text + piece);
