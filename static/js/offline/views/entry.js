// One text that waits: what it says, why it has not left, and what can be done with it.

import { button, h, link, message } from '../dom.js';
import { moment } from '../french.js';
import { tell } from '../device.js';
import { keep } from '../../store.js';
import { write } from '../write.js';
import { stateOf, titleOf } from './pending.js';

// Once sent and unanswered, a new text may exist on the server: changing it here would make a second one.
export const mayBeThere = ({ tries, state, payload }) => tries > 0 && !payload.text_id && ['pending', 'sending', 'needs-login'].includes(state);

export function entryPage(db, entry) {
  const { payload, error, created } = entry;
  const words = [payload.title, payload.summary, payload.body ?? payload.note].filter(Boolean).join('\n\n');
  return [
    h('header', { class: 'stack tight' }, h('h1', {}, titleOf(entry)), h('p', { class: 'muted' }, `Écrit ${moment(created)}`), stateOf(entry)),
    error && message('Le serveur a refusé ce texte', error, { tone: 'bad', shape: 'octagon-alert' }),
    entry.write === 'comment.add' ? remark(db, entry) : words && h('div', { class: 'sheet pad typed' }, words),
    mayBeThere(entry) && message('Ce texte est peut-être déjà arrivé', 'Le réseau a coupé pendant l’envoi. Attendez son retour pour le corriger.'),
    h('div', { class: 'cluster' }, gestures(db, entry, words)),
  ];
}

function gestures(db, entry, words) {
  return [
    entry.write === 'practice.save' && !mayBeThere(entry) && link('Modifier', `/pratiques/nouvelle?cle=${entry.key}`, { look: 'main', shape: 'pencil' }),
    entry.state === 'refused' && entry.write !== 'comment.add' && button('Renvoyer tel quel', () => again(db, entry), { shape: 'refresh-cw' }),
    words && button('Copier', ({ currentTarget }) => navigator.clipboard?.writeText(words).then(() => { currentTarget.textContent = 'Copié'; }), { shape: 'copy' }),
    button('Supprimer', () => remove(db, entry), { look: 'harm', shape: 'trash-2' }),
  ];
}

function remark(db, entry) {
  const box = h('textarea', { id: 'texte', rows: 4, maxlength: 4000 });
  box.defaultValue = entry.payload.body;
  const save = button('Garder et envoyer', async () => {
    await write(db, { ...fresh(entry), payload: { ...entry.payload, body: box.value } }, { replaces: entry.key });
    location.assign('/hors-ligne#a-envoyer');
  }, { look: 'main' });
  return h('div', { class: 'stack tight' }, h('div', { class: 'field' }, h('label', { for: 'texte' }, 'Votre remarque'), box), h('p', { class: 'cluster' }, save));
}

const fresh = ({ uid, write: name, payload, base, title, url }) => ({ uid, write: name, payload, base, title, url });

// A refused write is over for the server: sent again, it is another one, under its own key.
async function again(db, entry) {
  await write(db, fresh(entry), { replaces: entry.key });
  location.assign('/hors-ligne#a-envoyer');
}

// Deleting can be undone for as long as the page is there.
async function remove(db, entry) {
  await db.delete('outbox', entry.key);
  tell('outbox');
  const place = document.querySelector('[data-behaviour="offline-copy"]');
  place.replaceChildren(message('Texte supprimé de cet appareil', 'Il ne sera pas envoyé.', { shape: 'trash-2' },
    button('Le remettre', async () => {
      await keep(db, 'outbox', entry);
      location.reload();
    }), link('Voir ce qui attend', '/hors-ligne#a-envoyer')));
  place.querySelector('.msg').focus();
}
