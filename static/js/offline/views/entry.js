// One text that waits: what it says, why it has not left, and what can be done with it.

import { keep } from '../../store.js';
import { tell } from '../device.js';
import { button, cluster, field, h, head, link, message, p } from '../dom.js';
import { moment } from '../french.js';
import { write } from '../write.js';
import { stateOf, titleOf } from './pending.js';

const LIST = '/hors-ligne#a-envoyer';
const LEAVING = ['pending', 'sending', 'needs-login'];

// Once sent and unanswered, a new text may exist on the server: changing it here would make a second one.
export const mayBeThere = ({ tries, state, payload }) => tries > 0 && !payload.text_id && LEAVING.includes(state);

export function entryPage(db, entry) {
  const { payload, error, created } = entry;
  const words = [payload.title, payload.summary, payload.body ?? payload.note].filter(Boolean).join('\n\n');
  return [
    head(titleOf(entry), p('muted', `Écrit ${moment(created)}`), stateOf(entry)),
    error && message('Le serveur a refusé ce texte', error, { tone: 'bad', shape: 'octagon-alert' }),
    entry.write === 'comment.add' ? remark(db, entry) : words && h('div', { class: 'sheet pad typed' }, words),
    mayBeThere(entry) && message('Ce texte est peut-être déjà arrivé',
      'Le réseau a coupé pendant l’envoi. Attendez son retour pour le corriger.'),
    h('div', { class: 'cluster' }, gestures(db, entry, words)),
  ];
}

function gestures(db, entry, words) {
  const isPractice = entry.write === 'practice.save';
  const mayGoAgain = entry.state === 'refused' && entry.write !== 'comment.add';
  const copy = async ({ currentTarget: gesture }) => {
    await navigator.clipboard?.writeText(words);
    gesture.textContent = 'Copié';
  };
  return [
    isPractice && !mayBeThere(entry) && link('Modifier', `/pratiques/nouvelle?cle=${entry.key}`,
      { look: 'main', shape: 'pencil' }),
    mayGoAgain && button('Renvoyer tel quel', () => again(db, entry), { shape: 'refresh-cw' }),
    words && button('Copier', copy, { shape: 'copy' }),
    button('Supprimer', () => remove(db, entry), { look: 'harm', shape: 'trash-2' }),
  ];
}

function remark(db, entry) {
  const box = h('textarea', { id: 'texte', rows: 4, maxlength: 4000 });
  const save = button('Garder et envoyer', () => again(db, entry, { body: box.value }), { look: 'main' });
  return h('div', { class: 'stack tight' }, field('Votre remarque', box, { value: entry.payload.body }), cluster(save));
}

// A refused write is over for the server: sent again, it is another one, under its own key.
async function again(db, { key, uid, write: name, payload, base, title, url }, changes = {}) {
  await write(db, { uid, write: name, payload: { ...payload, ...changes }, base, title, url }, { replaces: key });
  location.assign(LIST);
}

// Deleting can be undone for as long as the page is there.
async function remove(db, entry) {
  await db.delete('outbox', entry.key);
  tell('outbox');
  const place = document.querySelector('[data-behaviour="offline-copy"]');
  const restore = async () => {
    await keep(db, 'outbox', entry);
    location.reload();
  };
  place.replaceChildren(message('Texte supprimé de cet appareil', 'Il ne sera pas envoyé.', { shape: 'trash-2' },
    button('Le remettre', restore), link('Voir ce qui attend', LIST)));
  place.querySelector('.msg').focus();
}
