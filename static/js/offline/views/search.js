// Results from the copy, told as the site tells them.

import { empty, h, icon, p, row, sheet } from '../dom.js';
import { KINDS, kindOf, searchField, writeOne } from '../pages.js';
import { find } from '../search.js';
import { pages } from './list.js';

const GENRES = { fiche: 'practice', theme: 'topic' };
const slugOf = (kind) => Object.keys(GENRES).find((name) => GENRES[name] === kind) ?? kind;

export async function build({ uid, url }) {
  const asked = url.searchParams;
  const typed = (asked.get('q') ?? '').trim();
  const genre = GENRES[asked.get('genre')] ?? asked.get('genre') ?? '';
  const page = Math.max(1, Number(asked.get('page')) || 1);
  const answer = typed ? await find(uid, typed, { genre, theme: asked.get('theme') ?? '', page }) : null;
  return {
    title: typed ? `Recherche « ${typed} »` : 'Recherche', ownTitle: true, layout: 'stack open',
    main: [
      h('section', { class: 'stack' }, h('h1', {}, h('label', { for: 'q' }, 'Que cherchez-vous ?')), searchField(typed)),
      answer && h('section', { class: 'stack', 'aria-label': 'Résultats' }, facets(answer, genre, url), shown(answer, typed, url, page)),
    ],
    ready: () => { if (!typed) document.getElementById('q')?.focus(); },
  };
}

function shown({ results, corrected, partial, understood, hasNext }, typed, url, page) {
  if (!understood) return empty('Tapez au moins un mot, par exemple « logement ».');
  const nothing = `Rien sur « ${typed} » dans la copie de cet appareil. Essayez un autre mot, ou écrivez ce que vous savez.`;
  if (!results.length) return empty(nothing, writeOne());
  const status = (...words) => h('p', { role: 'status' }, words);
  return [
    h('h2', { class: 'vh' }, 'Résultats'),
    corrected && status(`Aucun résultat pour « ${typed} ». Résultats pour `, h('strong', {}, `« ${corrected} »`), ' :'),
    partial && status('Aucune fiche ne contient tous ces mots. Voici celles qui en contiennent une partie.'),
    sheet(results.map(line)), pages(url, page, page > 1, hasNext),
  ];
}

// What the results can be narrowed to: the chosen kind goes back to all.
function facets({ kinds }, genre, url) {
  const to = (kind) => {
    const address = new URL(url);
    address.searchParams.delete('page');
    if (kind === genre) address.searchParams.delete('genre');
    else address.searchParams.set('genre', slugOf(kind));
    return address.pathname + address.search;
  };
  const chip = (kind) => h('li', {}, h('a', { class: 'chip', href: to(kind), 'aria-current': kind === genre ? 'true' : null },
    icon(kind === genre ? 'check' : KINDS[kind].icon), KINDS[kind].plural, kind === genre && h('span', { class: 'vh' }, ', choisi : voir tout')));
  const offered = Object.keys(KINDS).filter((kind) => kinds.includes(kind));
  return (offered.length > 1 || genre) && offered.length > 0 && h('nav', { class: 'stack tight', 'aria-label': 'Préciser la recherche' },
    h('ul', { class: 'cluster snug' }, offered.map(chip)));
}

function line(result) {
  const { icon: shape, label, area } = kindOf(result);
  const about = { url: result.url, sub: result.facts, kind: [icon(shape), label], area };
  return row(highlighted(result.title, result.titleSpans), about,
    result.snippet && p('small passage', highlighted(result.snippet, result.spans)),
    result.why.length > 0 && p('sub', `Trouvé dans : ${result.why.join(', ')}`));
}

// Positions count code points, as everywhere in the analyser.
function highlighted(text, spans) {
  const points = [...text];
  const pieces = [];
  let position = 0;
  for (const [start, end] of spans) {
    pieces.push(points.slice(position, start).join(''), h('mark', {}, points.slice(start, end).join('')));
    position = end;
  }
  return [...pieces, points.slice(position).join('')];
}
