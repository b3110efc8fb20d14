// What can be done with a practice without network: each gesture waits in the outbox.

import { fits, getMeta } from '../../store.js';
import { button, cluster, field, h, icon, link, message, p, toast } from '../dom.js';
import { moment } from '../french.js';
import { write } from '../write.js';
import { addressOf, stateOf } from './pending.js';

/** Put a gesture on a text in the outbox. */
export function send(db, uid, { id, title, url }, name, payload) {
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
  return toggle(db, uid, row, mine, { name: 'text.favourite', on: kept, look, faces: [['bookmark', 'Garder'], ['bookmark-check', 'Retirer des favoris']] });
}

/** A gesture that is done or undone: what waits in the outbox says more than the copy, which is told at once (`note`). */
export function toggle(db, uid, thing, mine, { name, on: known, look, faces, note }) {
  let on = mine.filter((entry) => entry.write === name).at(-1)?.payload.on ?? known;
  const gesture = button('', async () => {
    on = !on;
    say();
    await send(db, uid, thing, name, { on });
    await note?.(on);
  }, { look });
  const say = () => {
    if (faces[0][1] === faces[1][1]) gesture.setAttribute('aria-pressed', String(on)); // else the words say it
    gesture.replaceChildren(icon(faces[Number(on)][0]), faces[Number(on)][1]);
  };
  say();
  return gesture;
}

/** Change what the copy says of a row until the server says it: where there is no room, the copy stays as it was. */
export async function noteInCopy(db, { kind, id }, change) {
  const tx = db.transaction('row', 'readwrite');
  const row = await tx.store.get([kind, id]);
  if (row) tx.store.put({ ...row, ...change(row) });
  await fits(() => tx.done);
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
  const thank = async ({ currentTarget }) => {
    currentTarget.remove();
    await send(db, uid, row, 'text.thanks', { on: true });
    toast('Merci : ce sera compté, sans votre nom.');
  };
  return h('section', { class: 'sheet pad stack tight feedback', id: 'juste' },
    h('h2', { class: 'h-l' }, 'Cette fiche est-elle juste ?'), field('Qu’est-ce qui a changé ? (facultatif)', note),
    cluster(answers.map(([label, value, shape]) => button(label, answer(value), { shape }))),
    cluster(button('M’a servi', thank, { shape: 'message-circle-heart' })));
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
