// The words of a row, and what a result shows of it.

import { excerptSpans, stem, tokens } from '../shared/analyser.js';
import { plainText } from './plain.js';

const WIDTH = 110;
const WHYS = 3;

/** {title, headings, body}: the words of a row, as its kind says them to the server's search. */
export function said(row) {
  if (row.words) return row.words;
  const title = row.title ?? row.name ?? '';
  if (row.html === undefined) {
    const facts = [row.kind_label, row.town, row.department].filter(Boolean).join(', ');
    return { title, headings: facts, body: row.description ?? row.offer ?? row.summary ?? '' };
  }
  const headings = (row.headings ?? []).map(({ text }) => text).join(' \n');
  const texts = [row.summary ?? '', ...[row, ...row.answers ?? []].map(({ html }) => plainText(html))];
  return { title, headings, body: texts.join('\n') };
}

/** A result: its title and a passage with the places of the words found, and where else they stand. */
export function present(row, stems) {
  const { title, headings, body } = said(row);
  const places = (text) => [...tokens(text)].filter(({ folded }) => stems.has(stem(folded)));
  const titleSpans = places(title).map(({ start, end }) => [start, end]);
  const parts = headings.split('\n').map((line) => line.trim()).filter((line) => places(line).length);
  const why = [titleSpans.length > 0 && 'titre', ...parts.map(asSaid), places(body).length > 0 && 'texte'];
  const facts = [row.kind_label, ...row.theme_names ?? []].filter(Boolean).join(', ');
  return {
    kind: row.kind, url: row.url, title, titleSpans, facts, plain: body, why: why.filter(Boolean).slice(0, WHYS),
    ...excerptSpans(body, stems, WIDTH),
  };
}

// « Étapes » becomes « étapes » inside a sentence; « France Travail » stays.
function asSaid(heading) {
  const rest = heading.slice(1);
  return rest === rest.toLowerCase() ? heading[0].toLowerCase() + rest : heading;
}
