// The page of a practice, from its row: what is read. What can be done with it is in gestures.js.

import { getMeta } from '../../store.js';
import { fact, facts, fromServer, h, head, lead, message, p } from '../dom.js';
import { day, month, upTo } from '../french.js';
import { labelOf } from '../pages.js';
import { doable, edits, freshness, remarks } from './gestures.js';
import { isToVerify } from './list.js';

export async function build({ db, uid, row, entries }) {
  const mine = entries.filter(({ payload }) => payload.text_id === row.id);
  return {
    title: row.title, ownTitle: true, area: 'pratiques', reading: true, wide: true, back: ['/pratiques', 'les fiches'],
    layout: 'two',
    main: [
      h('article', { class: 'stack airy' }, title(row), edits(mine), isToVerify(row) && toVerify(row),
        state(row, await getMeta(db, 'synced_at')), await doable(db, uid, row, mine), text(row), sources(row.sources ?? []),
        freshness(db, uid, row), remarks(row, mine)),
      about(row),
    ],
  };
}

function title(row) {
  const header = head(row.title, lead(row.summary));
  header.prepend(p('kind', row.kind_label));
  return header;
}

function toVerify({ review_on: on }) {
  const why = on && `La date de vérification est passée : ${month(on)}.`;
  return message('À vérifier', why, { tone: 'look', shape: 'triangle-alert' });
}

function state({ verified_at: at, review_on: on, posture_label: posture }, synced) {
  return facts(
    at && ['badge-check', `Vérifiée le ${day(at)}${on ? `, à revoir en ${month(on)}` : ''}`],
    posture && ['footprints', `Posture : ${posture.toLowerCase()}`],
    synced && ['hard-drive', `Gardée sur cet appareil, à jour du ${upTo(synced)}`],
  );
}

function text({ html }) {
  if (html) return h('div', { class: 'prose' }, fromServer(html));
  return message('Cette fiche n’est pas gardée en entier',
    'La mémoire de cet appareil est pleine. Le texte se lit avec le réseau.', { shape: 'hard-drive' });
}

function sources(list) {
  const line = ({ title: words, url, consulted }) => h('li', {},
    url ? h('a', { class: 'external', href: safe(url), rel: 'noopener noreferrer' }, words) : words,
    consulted && `, consultée le ${day(consulted)}`);
  return list.length > 0 && h('section', { class: 'stack tight small' }, h('h2', { class: 'h-l' }, 'Sources'),
    h('ul', { class: 'prose' }, list.map(line)));
}

const safe = (url) => (/^https?:/.test(url) ? url : null);

function about(row) {
  const themes = row.themes.flatMap((slug, place) => [
    place > 0 && ', ', h('a', { href: `/pratiques?theme=${slug}` }, row.theme_names[place]),
  ]);
  return h('aside', { class: 'stack airy small' }, h('section', { class: 'sheet pad stack tight' },
    h('h2', { class: 'h-m' }, 'Cette fiche'),
    h('ul', { class: 'facts' },
      row.author && fact('user-round', `Écrite par ${[row.author, row.structure].filter(Boolean).join(', ')}`),
      themes.length > 0 && fact('bookmark', themes),
      row.publics.length > 0 && fact('users', row.publics.map((value) => labelOf('publics', value)).join(', ')),
      fact('map-pin', row.territory.length ? `Département ${row.territory.join(', ')}` : 'Tout le territoire'),
      fact('scale', row.licence), fact('history', `Version ${row.number}`))));
}
