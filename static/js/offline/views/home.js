// The welcome page without network.

import { getMeta } from '../../store.js';
import { h, icon, link, p, row, sheet, state } from '../dom.js';
import { count, day, upTo } from '../french.js';
import { byLatest, searchField } from '../pages.js';
import { pendingRows } from './pending.js';
import { standing } from './standing.js';

const SOME = 5;

export async function build({ db, list, entries }) {
  const practices = list.filter(({ kind }) => kind === 'practice');
  const waiting = list.filter((one) => one.kind === 'question' && one.state === 'open' && !one.answered_at).sort(byLatest('asked_at'));
  const topics = list.filter(({ kind }) => kind === 'topic');
  const kept = new Set((await getMeta(db, 'favourites') ?? []).map(String));
  const favourites = practices.filter((one) => kept.has(`${one.kind},${one.id}`));
  const verified = practices.filter((one) => one.verified_at).sort(byLatest('verified_at'));
  const synced = await getMeta(db, 'synced_at');
  return {
    title: 'Accueil', ownTitle: true, area: 'accueil', wide: true, layout: 'two',
    main: [
      h('div', { class: 'stack open' }, search(),
        part('Thèmes', null, h('div', { class: 'tiles' }, topics.map((topic) => tile(topic, practices)))),
        waiting.length > 0 && part('Questions qui attendent', ['Toutes', '/entraide'], h('div', { class: 'sheet rows in-entraide' },
          waiting.slice(0, SOME).map((one) => row(one.title, { url: one.url, sub: one.theme_names[0] }, state(...standing(one, true)))))),
        verified.length > 0 && part('Dernières fiches vérifiées', ['Toutes', '/pratiques'], rows(verified, verifiedOn))),
      h('div', { class: 'stack open' },
        entries.length > 0 && part('À envoyer', ['Tout voir', '/hors-ligne#a-envoyer'], sheet(pendingRows(entries))),
        part('Mes favoris', ['Mes fiches', '/pratiques/mes-fiches'], favourites.length ? rows(favourites, ({ theme_names: [theme] }) => theme)
          : p('muted small', 'Le bouton « Garder » d’une fiche la met ici.')),
        p('small muted', h('a', { href: '/hors-ligne' }, 'Ma copie hors ligne'), synced && `, à jour du ${upTo(synced)}`),
        h('div', { 'data-behaviour': 'install' })),
    ],
  };
}

const search = () => h('section', { class: 'stack' }, h('h1', {}, h('label', { for: 'q' }, 'Que cherchez-vous ?')), searchField(),
  p('halves', link('Poser une question', '/entraide/poser'), link('Écrire une fiche', '/pratiques/nouvelle')));

const part = (title, more, ...children) => h('section', {},
  h('div', { class: 'head' }, h('h2', {}, title), more && h('a', { href: more[1] }, more[0])), children);

const rows = (practices, sub) => h('div', { class: 'sheet rows in-pratiques' },
  practices.slice(0, SOME).map((one) => row(one.title, { url: one.url, sub: sub(one) })));

const verifiedOn = ({ theme_names: [theme], verified_at: at }) => [theme, `vérifiée le ${day(at)}`].filter(Boolean).join(', ');

function tile({ url, name, icon: shape, slug }, practices) {
  const number = practices.filter(({ themes }) => themes.includes(slug)).length;
  return h('a', { class: 'tile', href: url }, icon(shape),
    h('div', {}, name, h('span', {}, number ? count(number, 'fiche') : 'Pas encore de fiche')));
}
