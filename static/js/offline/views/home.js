// The welcome page without network.

import { getMeta } from '../../store.js';
import { h, icon, link, row, sheet } from '../dom.js';
import { count, day, upTo } from '../french.js';
import { searchField } from '../pages.js';
import { pendingRows } from './pending.js';

const SOME = 5;

export async function build({ db, list, entries }) {
  const practices = list.filter(({ kind }) => kind === 'practice');
  const kept = new Set((await getMeta(db, 'favourites') ?? []).map(String));
  const favourites = practices.filter((one) => kept.has(`${one.kind},${one.id}`)).slice(0, SOME);
  const verified = practices.filter((one) => one.verified_at).sort((a, b) => (b.verified_at > a.verified_at ? 1 : -1)).slice(0, SOME);
  const synced = await getMeta(db, 'synced_at');
  return {
    title: 'Accueil', ownTitle: true, area: 'accueil', wide: true, layout: 'two',
    main: [
      h('div', { class: 'stack open' },
        h('section', { class: 'stack' }, h('h1', {}, h('label', { for: 'q' }, 'Que cherchez-vous ?')), searchField(),
          h('p', { class: 'halves' }, link('Écrire une fiche', '/pratiques/nouvelle'), link('Mes fiches', '/pratiques/mes-fiches'))),
        part('Thèmes', null, h('div', { class: 'tiles' }, list.filter(({ kind }) => kind === 'topic').map((topic) => tile(topic, practices)))),
        verified.length > 0 && part('Dernières fiches vérifiées', ['Toutes', '/pratiques'], h('div', { class: 'sheet rows in-pratiques' },
          verified.map((one) => row(one.title, { url: one.url, sub: [one.theme_names[0], `vérifiée le ${day(one.verified_at)}`].filter(Boolean).join(', ') }))))),
      h('div', { class: 'stack open' },
        entries.length > 0 && part('À envoyer', ['Tout voir', '/hors-ligne#a-envoyer'], sheet(pendingRows(entries))),
        part('Mes favoris', null, favourites.length ? h('div', { class: 'sheet rows in-pratiques' }, favourites.map((one) => row(one.title, { url: one.url, sub: one.theme_names[0] })))
          : h('p', { class: 'muted small' }, 'Le bouton « Garder » d’une fiche la met ici.')),
        h('p', { class: 'small muted' }, h('a', { href: '/hors-ligne' }, 'Ma copie hors ligne'), synced && `, à jour du ${upTo(synced)}`),
        h('div', { 'data-behaviour': 'install' })),
    ],
  };
}

const part = (title, more, ...children) => h('section', {},
  h('div', { class: 'head' }, h('h2', {}, title), more && h('a', { href: more[1] }, more[0])), children);

function tile({ url, name, icon: shape, slug }, practices) {
  const number = practices.filter(({ themes }) => themes.includes(slug)).length;
  return h('a', { class: 'tile', href: url }, icon(shape), h('div', {}, name, h('span', {}, number ? count(number, 'fiche') : 'Pas encore de fiche')));
}
