// What can be done with a practice without network: each gesture waits in the outbox.

import { getMeta } from '../../store.js';
import { button, cluster, field, h, icon, link, message, p, toast } from '../dom.js';
import { moment } from '../french.js';
import { write } from '../write.js';
import { addressOf, stateOf } from './pending.js';

function send(db, uid, { id, title, url }, name, payload) {
  return write(db, { uid, write: name, payload: { text_id: id, ...payload }, title, url });
}

/** The edit of this person that has not left yet. */
export function edits(mine) {
  const edit = mine.find((entry) => entry.write === 'practice.save');
  return edit && message('Votre modification n’est pas encore partie', `Écrite ${moment(edit.created)}.`,
    { tone: 'look', shape: 'hourglass' }, stateOf(edit), link('Voir mon texte', addressOf(edit)));
}

export async function doable(db, uid, row, mine) {
  return h('div', { class: 'cluster' }, await favourite(db, uid, row, mine),
    button('Imprimer', () => print(), { shape: 'printer' }), link('Modifier', `${row.url}/modifier`, { shape: 'pencil' }));
}

/** Keep at hand, or no longer. */
export async function favourite(db, uid, row, mine, look = '') {
  const kept = (await getMeta(db, 'favourites') ?? []).some(([kind, id]) => kind === row.kind && id === row.id);
  let on = mine.filter((entry) => entry.write === 'text.favourite').at(-1)?.payload.on ?? kept;
  const gesture = button('', async () => {
    on = !on;
    say();
    await send(db, uid, row, 'text.favourite', { on });
  }, { look });
  const say = () => gesture.replaceChildren(icon(on ? 'bookmark-check' : 'bookmark'), on ? 'Retirer des favoris' : 'Garder');
  say();
  return gesture;
}

/** « Toujours juste » or « À corriger ». */
export function freshness(db, uid, row) {
  const note = h('input', { id: 'note', name: 'note', maxlength: 300 });
  const answer = (value) => async ({ currentTarget }) => {
    const place = currentTarget.closest('section');
    await send(db, uid, row, 'practice.freshness', { answer: value, note: note.value });
    place.remove();
    toast('Réponse gardée sur cet appareil. Elle partira au retour du réseau.');
  };
  const answers = [['Toujours juste', 'right', 'thumbs-up'], ['À corriger', 'fix', 'pencil']];
  return h('section', { class: 'sheet pad stack tight feedback', id: 'juste' },
    h('h2', { class: 'h-l' }, 'Cette fiche est-elle juste ?'), field('Qu’est-ce qui a changé ? (facultatif)', note),
    cluster(answers.map(([label, value, shape]) => button(label, answer(value), { shape }))));
}

/** The remarks of this person that wait, and the form to add one. */
export function remarks(row, mine) {
  const own = mine.filter((entry) => entry.write === 'comment.add').map((entry) => h('li', { class: 'pad stack tight' },
    p('small muted', `Vous, ${moment(entry.created)}`), p('typed', entry.payload.body), stateOf(entry)));
  return h('section', { class: 'stack', id: 'remarques' }, h('h2', { class: 'h-l' }, 'Remarques'),
    own.length ? h('ul', { class: 'sheet rows' }, own) : p('small muted', 'Celles des autres se lisent avec le réseau.'),
    form(row));
}

function form(row) {
  const box = h('textarea', { id: 'remarque', name: 'body', rows: 3, maxlength: 4000, required: true });
  const data = {
    'data-behaviour': 'autosave outbox', 'data-offline': true, 'data-write': 'comment.add', 'data-key': `comment:${row.id}`,
    'data-text-id': row.id, 'data-title': row.title,
  };
  return h('form', { class: 'stack tight', method: 'post', action: `/textes/${row.id}/remarques`, ...data },
    field('Ajouter une remarque', box, { help: 'Ni nom, ni détail qui désigne une personne accompagnée.' }),
    cluster(h('button', { class: 'btn' }, icon('message-square'), 'Envoyer la remarque')));
}
