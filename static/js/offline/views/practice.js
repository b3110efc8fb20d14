// The page of a practice, from its row.

import { getMeta } from '../../store.js';
import { button, facts, fromServer, h, icon, link, message, section, state, toast } from '../dom.js';
import { day, moment, month, upTo } from '../french.js';
import { labelOf } from '../pages.js';
import { write } from '../write.js';
import { isToVerify } from './list.js';
import { addressOf, stateOf } from './pending.js';

export async function build({ db, uid, row, entries }) {
  const mine = entries.filter(({ payload }) => payload.text_id === row.id);
  const synced = await getMeta(db, 'synced_at');
  const send = (name, payload) => write(db, { uid, write: name, payload: { text_id: row.id, ...payload }, title: row.title, url: row.url });
  return {
    title: row.title, ownTitle: true, area: 'pratiques', reading: true, wide: true, back: ['/pratiques', 'les fiches'], layout: 'two',
    main: [
      h('article', { class: 'stack airy' },
        h('header', { class: 'stack tight' }, h('p', { class: 'kind' }, row.kind_label), h('h1', {}, row.title),
          h('p', { class: 'lead' }, row.summary)),
        edits(mine), isToVerify(row) && message('À vérifier', row.review_on && `La date de vérification est passée : ${month(row.review_on)}.`, { tone: 'look', shape: 'triangle-alert' }),
        facts(row.verified_at && ['badge-check', `Vérifiée le ${day(row.verified_at)}${row.review_on ? `, à revoir en ${month(row.review_on)}` : ''}`],
          row.posture_label && ['footprints', `Posture : ${row.posture_label.toLowerCase()}`],
          synced && ['hard-drive', `Gardée sur cet appareil, à jour du ${upTo(synced)}`]),
        h('div', { class: 'cluster' }, await favourite(db, row, mine, send),
          button('Imprimer', () => print(), { shape: 'printer' }), link('Modifier', `${row.url}/modifier`, { shape: 'pencil' })),
        row.html ? h('div', { class: 'prose' }, fromServer(row.html))
          : message('Cette fiche n’est pas gardée en entier', 'La mémoire de cet appareil est pleine. Le texte se lit avec le réseau.', { shape: 'hard-drive' }),
        sources(row.sources ?? []), freshness(send), remarks(row, mine)),
      about(row),
    ],
  };
}

function edits(mine) {
  const edit = mine.find((entry) => entry.write === 'practice.save');
  return edit && message('Votre modification n’est pas encore partie', `Écrite ${moment(edit.created)}.`, { tone: 'look', shape: 'hourglass' },
    stateOf(edit), link('Voir mon texte', addressOf(edit)));
}

async function favourite(db, row, mine, send) {
  const kept = (await getMeta(db, 'favourites') ?? []).some(([kind, id]) => kind === row.kind && id === row.id);
  let on = mine.filter((entry) => entry.write === 'text.favourite').at(-1)?.payload.on ?? kept;
  const say = () => [icon(on ? 'bookmark-check' : 'bookmark'), on ? 'Retirer des favoris' : 'Garder'];
  const gesture = button('', async () => {
    on = !on;
    gesture.replaceChildren(...say());
    await send('text.favourite', { on });
  });
  gesture.replaceChildren(...say());
  return gesture;
}

function sources(list) {
  return list.length > 0 && h('section', { class: 'stack tight small' }, h('h2', { class: 'h-l' }, 'Sources'),
    h('ul', { class: 'prose' }, list.map(({ title, url, consulted }) => h('li', {},
      url ? h('a', { class: 'external', href: safe(url), rel: 'noopener noreferrer' }, title) : title,
      consulted ? `, consultée le ${day(consulted)}` : ''))));
}

const safe = (url) => (/^https?:/.test(url) ? url : null);

function freshness(send) {
  const note = h('input', { id: 'note', name: 'note', maxlength: 300 });
  const answer = (value) => async ({ currentTarget }) => {
    await send('practice.freshness', { answer: value, note: note.value });
    currentTarget?.closest('section').remove();
    toast('Réponse gardée sur cet appareil. Elle partira au retour du réseau.');
  };
  const answers = [['Toujours juste', 'right', 'thumbs-up'], ['À corriger', 'fix', 'pencil']];
  return h('section', { class: 'sheet pad stack tight feedback', id: 'juste' }, h('h2', { class: 'h-l' }, 'Cette fiche est-elle juste ?'),
    h('div', { class: 'field' }, h('label', { for: 'note' }, 'Qu’est-ce qui a changé ? ', h('span', { class: 'opt' }, '(facultatif)')), note),
    h('p', { class: 'cluster' }, answers.map(([label, value, shape]) => button(label, answer(value), { shape }))));
}

function remarks(row, mine) {
  const own = mine.filter((entry) => entry.write === 'comment.add').map((entry) => h('li', { class: 'pad stack tight' },
    h('p', { class: 'small muted' }, `Vous, ${moment(entry.created)}`), h('p', { class: 'typed' }, entry.payload.body), stateOf(entry)));
  const form = h('form', {
    class: 'stack tight', method: 'post', action: `/textes/${row.id}/remarques`, 'data-behaviour': 'autosave outbox', 'data-offline': true,
    'data-write': 'comment.add', 'data-key': `comment:${row.id}`, 'data-text-id': row.id, 'data-title': row.title,
  }, h('div', { class: 'field' }, h('label', { for: 'remarque' }, 'Ajouter une remarque'),
    h('p', { class: 'help', id: 'remarque-aide' }, 'Ni nom, ni détail qui désigne une personne accompagnée.'),
    h('textarea', { id: 'remarque', name: 'body', rows: 3, maxlength: 4000, required: true, 'aria-describedby': 'remarque-aide' })),
  h('p', { class: 'cluster' }, h('button', { class: 'btn' }, icon('message-square'), 'Envoyer la remarque')));
  return h('section', { class: 'stack', id: 'remarques' }, h('h2', { class: 'h-l' }, 'Remarques'),
    own.length ? h('ul', { class: 'sheet rows' }, own) : h('p', { class: 'small muted' }, 'Celles des autres se lisent avec le réseau.'), form);
}

function about(row) {
  const item = (name, ...words) => h('li', {}, icon(name), h('span', {}, words));
  const themes = row.themes.flatMap((slug, place) => [place ? ', ' : '', h('a', { href: `/pratiques?theme=${slug}` }, row.theme_names[place])]);
  return h('aside', { class: 'stack airy small' }, h('section', { class: 'sheet pad stack tight' }, h('h2', { class: 'h-m' }, 'Cette fiche'),
    h('ul', { class: 'facts' },
      row.author && item('user-round', `Écrite par ${[row.author, row.structure].filter(Boolean).join(', ')}`),
      themes.length > 0 && item('bookmark', themes),
      row.publics.length > 0 && item('users', row.publics.map((value) => labelOf('publics', value)).join(', ')),
      item('map-pin', row.territory.length ? `Département ${row.territory.join(', ')}` : 'Tout le territoire'),
      item('scale', row.licence), item('history', `Version ${row.number}`))));
}
