// What narrows the list of practices: the same addresses as on the site.

import { h, icon, p } from '../dom.js';
import { labelOf } from '../pages.js';

// the name in the address, what is said, the field of the form that has the choices, and whether a practice fits
const FILTERS = [
  ['genre', 'Genre', 'Tous les genres', 'kind', (practice, value) => practice.practice_kind === value],
  ['public', 'Public visé', 'Tous les publics', 'publics', (practice, value) => practice.publics.includes(value)],
  ['posture', 'Posture', 'Toutes les postures', 'posture', (practice, value) => practice.posture === value],
];

export function fits(practice, asked) {
  const [theme, territory] = [asked.get('theme'), asked.get('territoire')];
  return (!theme || practice.themes.includes(theme))
    && FILTERS.every(([name, , , , matches]) => !asked.get(name) || matches(practice, asked.get(name)))
    && (!territory || !practice.territory.length || practice.territory.includes(territory));
}

export function filters(asked, topics) {
  const theme = asked.get('theme') ?? '';
  return h('aside', { class: 'stack airy' },
    h('section', { class: 'stack tight' }, h('h2', { class: 'h-l' }, 'Thèmes'),
      h('ul', { class: 'cluster snug' }, topics.map((topic) => chip(topic, topic.slug === theme)))),
    h('form', { class: 'stack', action: '/pratiques' }, h('h2', { class: 'h-l' }, 'Préciser'),
      theme && h('input', { type: 'hidden', name: 'theme', value: theme }),
      FILTERS.map(([name, label, all, field]) => select(name, label, all, field, asked.get(name))),
      territory(asked.get('territoire') ?? ''), p('cluster', h('button', { class: 'btn' }, icon('filter'), 'Filtrer'))));
}

function chip({ slug, name, icon: shape }, chosen) {
  const href = chosen ? '/pratiques' : `/pratiques?theme=${slug}`;
  return h('li', {}, h('a', { class: 'chip', href, 'aria-current': chosen ? 'true' : null }, icon(shape), name));
}

function select(name, label, all, field, chosen) {
  const form = document.getElementById('practice-form')?.content;
  const choices = form?.querySelectorAll(`[name="${field}"]:not(select), [name="${field}"] option`) ?? [];
  const values = [...choices].map(({ value }) => value).filter(Boolean);
  const options = values.map((value) => h('option', { value, selected: value === chosen }, labelOf(field, value)));
  return h('div', { class: 'field' }, h('label', { for: `f-${name}` }, label),
    h('select', { id: `f-${name}`, name }, h('option', { value: '' }, all), options));
}

const territory = (value) => h('div', { class: 'field' }, h('label', { for: 'f-territoire' }, 'Département'),
  h('input', { id: 'f-territoire', name: 'territoire', value, inputmode: 'numeric', maxlength: 3, autocomplete: 'off' }));
