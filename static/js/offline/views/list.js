// The list of practices.

import { empty, h, icon, link, p, row, sheet, state } from '../dom.js';
import { byLatest, searchField, writeOne } from '../pages.js';
import { filters, fits } from './filters.js';

const SIZE = 20;

export const isToVerify = ({ to_verify: told, review_on: on }) => told || (on && on <= new Date().toISOString().slice(0, 10));

export function practiceRow(practice) {
  return row(practice.title, { url: practice.url, sub: practice.summary, kind: practice.kind_label },
    p('sub small', practice.theme_names.join(', ')), isToVerify(practice) && state('À vérifier', 'look', 'hourglass'));
}

export async function build({ list, url }) {
  const asked = url.searchParams;
  const topics = list.filter(({ kind }) => kind === 'topic');
  const found = list.filter((one) => one.kind === 'practice' && fits(one, asked)).sort(byLatest('published_at'));
  const number = Math.max(1, Number(asked.get('page')) || 1);
  const shown = found.slice((number - 1) * SIZE, number * SIZE);
  const nothing = empty('Aucune fiche de cette copie ne correspond à ces choix.', link('Voir toutes les fiches', '/pratiques'));
  return {
    title: topics.find(({ slug }) => slug === asked.get('theme'))?.name ?? 'Bonnes pratiques', area: 'pratiques', wide: true,
    layout: 'stack open',
    main: [
      h('header', { class: 'stack' }, searchField(),
        p('halves', writeOne(), link('Mes fiches', '/pratiques/mes-fiches', { shape: 'bookmark' }))),
      h('div', { class: 'two' },
        h('section', { class: 'stack', 'aria-label': 'Fiches' }, shown.length ? sheet(shown.map(practiceRow)) : nothing,
          pages(url, number, number > 1, number * SIZE < found.length)),
        filters(asked, topics)),
    ],
  };
}

/** Previous and next of a list at this address. */
export function pages(url, number, before, after) {
  const to = (page) => {
    const address = new URL(url);
    address.searchParams.set('page', page);
    return address.pathname + address.search;
  };
  const way = (rel, page, ...words) => h('li', { class: rel }, h('a', { class: 'btn', rel, href: to(page) }, words));
  return (before || after) && h('nav', { class: 'pages', 'aria-label': 'Pages' }, h('ul', {},
    before && way('prev', number - 1, icon('chevron-left'), 'Page précédente'),
    after && way('next', number + 1, 'Page suivante', icon('chevron-right'))));
}
