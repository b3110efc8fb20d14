// The welcome page without network.

import { getMeta } from '../../store.js';
import { h, icon, link, row, section, sheet } from '../dom.js';
import { upTo } from '../french.js';
import { searchField, writeOne } from '../pages.js';
import { practiceRow } from './list.js';
import { pendingRows } from './pending.js';

const SOME = 5;

export async function build({ db, list, entries }) {
  const practices = list.filter(({ kind }) => kind === 'practice');
  const kept = new Set((await getMeta(db, 'favourites') ?? []).map(([kind, id]) => `${kind}:${id}`));
  const favourites = practices.filter(({ kind, id }) => kept.has(`${kind}:${id}`)).slice(0, SOME);
  const latest = [...practices].sort((a, b) => (b.published_at > a.published_at ? 1 : -1)).slice(0, SOME);
  const synced = await getMeta(db, 'synced_at');
  return {
    title: 'Accueil', ownTitle: true, layout: 'stack open',
    main: [
      h('section', { class: 'stack' }, h('h1', {}, h('label', { for: 'q' }, 'Que cherchez-vous ?')), searchField(),
        h('p', { class: 'halves' }, writeOne(), link('Les thèmes', '/themes', { shape: 'bookmark' }))),
      entries.length ? section('À envoyer', sheet(pendingRows(entries))) : '',
      favourites.length ? section('Favoris', sheet(favourites.map(practiceRow))) : '',
      latest.length ? section('Dernières fiches', sheet(latest.map(practiceRow),
        row('Toutes les fiches', { url: '/pratiques' }))) : '',
      h('p', { class: 'small muted' }, h('a', { href: '/hors-ligne' }, 'Ma copie hors ligne'),
        synced ? `, à jour du ${upTo(synced)}` : ''),
      h('div', { 'data-behaviour': 'install' }),
    ].filter(Boolean),
  };
}
