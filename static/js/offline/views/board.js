// The board: its three views, as far as the copy goes.

import { getMeta } from '../../store.js';
import { empty, h, icon, link, p, row, sheet } from '../dom.js';
import { upTo } from '../french.js';
import { byLatest } from '../pages.js';
import { pages } from './list.js';
import { pendingRows } from './pending.js';
import { askerOf, shapes, when } from './standing.js';

const SIZE = 20;
// the name in the address, what is said, which questions, what is said when there are none
const VIEWS = [
  ['ouvertes', 'Ouvertes', ({ state }) => state === 'open', 'Aucune question ouverte dans cette copie.'],
  ['resolues', 'Résolues', ({ state }) => state === 'resolved', 'Aucune question résolue dans cette copie.'],
  ['pour-moi', 'Pour moi', ({ state, mine, followed }) => state === 'open' || mine || followed, 'Rien pour vous dans cette copie.'],
];

export async function build({ db, list, url, entries }) {
  const asked = url.searchParams;
  const view = VIEWS.find(([name]) => name === asked.get('vue')) ?? VIEWS[0];
  const topics = list.filter(({ kind }) => kind === 'topic');
  const topic = topics.find(({ slug }) => slug === asked.get('theme'));
  const isShown = (one) => one.kind === 'question' && view[2](one) && (!topic || one.themes.includes(topic.slug));
  const found = list.filter(isShown).sort(view[0] === 'pour-moi' ? waitingFirst : byLatest('asked_at'));
  const number = Math.max(1, Number(asked.get('page')) || 1);
  const shown = found.slice((number - 1) * SIZE, number * SIZE);
  const going = view[0] === 'resolues' ? [] : entries.filter(({ write }) => write === 'question.save');
  const themes = () => chips(topics, topic, view[0]);
  return {
    title: topic?.name ?? 'Entraide', ownTitle: true, area: 'entraide', wide: true, layout: 'stack open',
    main: [
      header(topic),
      h('div', { class: 'stack' }, views(view[0], topic),
        h('details', { class: 'sheet pad only-narrow' }, h('summary', {}, icon('filter'), topic?.name ?? 'Choisir un thème', icon('chevron-right')), themes()),
        h('div', { class: 'two' },
          h('section', { class: 'stack', 'aria-label': 'Questions' }, going.length > 0 && sheet(pendingRows(going)),
            shown.length ? sheet(shown.map(line)) : h('div', { class: 'sheet rows' }, empty(view[3])),
            pages(url, number, number > 1, number * SIZE < found.length), p('small muted', limits(view[0], await getMeta(db, 'synced_at')))),
          h('aside', { class: 'only-wide' }, themes()))),
    ],
  };
}

function header(topic) {
  const box = { id: 'q', name: 'q', type: 'search', placeholder: 'Un mot, une situation', autocomplete: 'off', maxlength: 200 };
  return h('header', { class: 'stack' }, h('h1', {}, topic?.name ?? 'Entraide'),
    h('form', { class: 'search', role: 'search', action: '/recherche' }, h('label', { class: 'vh', for: 'q' }, 'Chercher une question'),
      h('input', box), h('input', { type: 'hidden', name: 'genre', value: 'question' }),
      h('button', { 'aria-label': 'Rechercher' }, icon('search'))),
    p('cluster', link('Poser une question', topic ? `/entraide/poser?theme=${topic.slug}` : '/entraide/poser', { look: 'main', shape: 'plus' })));
}

function address(view, theme) {
  const wanted = String(new URLSearchParams({ ...(view !== 'ouvertes' && { vue: view }), ...(theme && { theme }) }));
  return wanted ? `/entraide?${wanted}` : '/entraide';
}

const views = (here, topic) => h('nav', { class: 'seg', 'aria-label': 'Questions montrées' }, VIEWS.map(([name, label]) => h('a',
  { href: address(name, topic?.slug), 'aria-current': name === here ? 'page' : null }, label)));

const chips = (topics, chosen, view) => h('section', { class: 'stack tight' }, h('h2', { class: 'h-l' }, 'Thèmes'),
  h('ul', { class: 'cluster snug' }, topics.map(({ slug, name, icon: shape }) => h('li', {}, h('a',
    { class: 'chip', href: address(view, slug === chosen?.slug ? '' : slug), 'aria-current': slug === chosen?.slug ? 'true' : null },
    icon(shape), name)))));

export const line = (one) => row(one.title, { url: one.url, sub: `${one.theme_names[0]}. ${askerOf(one)}, ${when(one.asked_at)}.` },
  h('div', { class: 'cluster snug' }, shapes(one)));

function limits(view, synced) {
  const others = view === 'resolues' ? '' : ' Les autres questions ouvertes se lisent avec le réseau.';
  return `${synced ? `Copie à jour du ${upTo(synced)}.` : ''}${others}`.trim();
}

// Nobody answered, then answered, then settled; the latest first.
const rank = ({ state, answered_at: answered }) => (state !== 'open' ? 2 : Number(Boolean(answered)));
const waitingFirst = (a, b) => rank(a) - rank(b) || byLatest('asked_at')(a, b);
