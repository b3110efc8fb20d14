// The list of practices and its filters.

import { h, icon, link, row, sheet, state, empty } from '../dom.js';
import { labelOf, searchField, writeOne } from '../pages.js';

const SIZE = 20;
const FILTERS = [
  ['genre', 'Genre', 'Tous les genres', 'kind', (practice, value) => practice.practice_kind === value],
  ['public', 'Public visé', 'Tous les publics', 'publics', (practice, value) => practice.publics.includes(value)],
  ['posture', 'Posture', 'Toutes les postures', 'posture', (practice, value) => practice.posture === value],
];

export const isToVerify = ({ to_verify: told, review_on: on }) => told || (on && on <= new Date().toISOString().slice(0, 10));

export const practiceRow = (practice) => row(practice.title, { url: practice.url, sub: practice.summary, kind: practice.kind_label },
  h('p', { class: 'sub small' }, practice.theme_names.join(', ')),
  isToVerify(practice) && state('À vérifier', 'look', 'hourglass'));

export async function build({ list, url }) {
  const asked = url.searchParams;
  const theme = asked.get('theme') ?? '';
  const topics = list.filter(({ kind }) => kind === 'topic');
  const found = list.filter((one) => one.kind === 'practice' && fits(one, asked))
    .sort((a, b) => (b.published_at > a.published_at ? 1 : -1));
  const number = Math.max(1, Number(asked.get('page')) || 1);
  const shown = found.slice((number - 1) * SIZE, number * SIZE);
  return {
    title: topics.find(({ slug }) => slug === theme)?.name ?? 'Bonnes pratiques', area: 'pratiques', wide: true,
    layout: 'stack open',
    main: [
      h('header', { class: 'stack' }, searchField(), h('p', { class: 'halves' }, writeOne(),
        link('Mes fiches', '/pratiques/mes-fiches', { shape: 'bookmark' }))),
      h('div', { class: 'two' },
        h('section', { class: 'stack', 'aria-label': 'Fiches' },
          shown.length ? sheet(shown.map(practiceRow))
            : empty('Aucune fiche de cette copie ne correspond à ces choix.', link('Voir toutes les fiches', '/pratiques')),
          pages(url, number, found.length)),
        filters(asked, theme, topics)),
    ],
  };
}

function fits(practice, asked) {
  const territory = asked.get('territoire');
  return (!asked.get('theme') || practice.themes.includes(asked.get('theme')))
    && FILTERS.every(([name, , , , matches]) => !asked.get(name) || matches(practice, asked.get(name)))
    && (!territory || !practice.territory.length || practice.territory.includes(territory));
}

function filters(asked, theme, topics) {
  const chips = topics.map(({ slug, name, icon: shape }) => h('li', {}, h('a', {
    class: 'chip', href: slug === theme ? '/pratiques' : `/pratiques?theme=${slug}`, 'aria-current': slug === theme ? 'true' : null,
  }, icon(shape), name)));
  return h('aside', { class: 'stack airy' },
    h('section', { class: 'stack tight' }, h('h2', { class: 'h-l' }, 'Thèmes'), h('ul', { class: 'cluster snug' }, chips)),
    h('form', { class: 'stack', action: '/pratiques' }, h('h2', { class: 'h-l' }, 'Préciser'),
      theme && h('input', { type: 'hidden', name: 'theme', value: theme }),
      FILTERS.map(([name, label, all, field]) => choice(name, label, all, field, asked.get(name))),
      h('div', { class: 'field' }, h('label', { for: 'f-territoire' }, 'Département'),
        h('input', { id: 'f-territoire', name: 'territoire', value: asked.get('territoire') ?? '', inputmode: 'numeric', maxlength: 3 })),
      h('p', { class: 'cluster' }, h('button', { class: 'btn' }, icon('filter'), 'Filtrer'))));
}

function choice(name, label, all, field, chosen) {
  const source = document.getElementById('practice-form')?.content;
  const values = [...source?.querySelectorAll(`[name="${field}"]:not(select), [name="${field}"] option`) ?? []]
    .map(({ value }) => value).filter(Boolean);
  return h('div', { class: 'field' }, h('label', { for: `f-${name}` }, label),
    h('select', { id: `f-${name}`, name }, h('option', { value: '' }, all),
      values.map((value) => h('option', { value, selected: value === chosen }, labelOf(field, value)))));
}

function pages(url, number, total) {
  const to = (page) => {
    const address = new URL(url);
    address.searchParams.set('page', page);
    return address.pathname + address.search;
  };
  const previous = number > 1 && h('li', {}, h('a', { class: 'btn', rel: 'prev', href: to(number - 1) }, icon('chevron-left'), 'Page précédente'));
  const next = number * SIZE < total && h('li', { class: 'next' }, h('a', { class: 'btn', rel: 'next', href: to(number + 1) }, 'Page suivante', icon('chevron-right')));
  return (previous || next) && h('nav', { class: 'pages', 'aria-label': 'Pages' }, h('ul', {}, previous, next));
}
