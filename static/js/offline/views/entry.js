// One text that waits: what it says, why it has not left, and what can be done with it.

import { attachAll } from '../../app.js';
import { getMeta, keep } from '../../store.js';
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
    isCorrectedHere(entry) ? correction(db, entry) : words && h('div', { class: 'sheet pad typed' }, words),
    payload.place && h('img', { src: payload.place, alt: payload.alternative }),
    !payload.place && mayBeThere(entry) && message('Ce texte est peut-être déjà arrivé',
      'Le réseau a coupé pendant l’envoi. Attendez son retour pour le corriger.'),
    entry.write === 'question.save' && !payload.text_id && p('small muted', 'On pourra y répondre une fois qu’elle sera partie.'),
    h('div', { class: 'cluster' }, gestures(db, entry, words)),
  ];
}

function gestures(db, entry, words) {
  const isPractice = entry.write === 'practice.save';
  const mayGoAgain = entry.state === 'refused' && !isCorrectedHere(entry);
  const copy = async ({ currentTarget: gesture }) => {
    await navigator.clipboard?.writeText(words);
    gesture.textContent = 'Copié';
  };
  return [
    isPractice && !mayBeThere(entry) && link('Modifier', formOf(entry), { look: 'main', shape: 'pencil' }),
    mayGoAgain && button('Renvoyer tel quel', () => again(db, entry), { shape: 'refresh-cw' }),
    words && button('Copier', copy, { shape: 'copy' }),
    button('Supprimer', () => remove(db, entry), { look: 'harm', shape: 'trash-2' }),
  ];
}

// With network too, the form of the site takes these words back (editor/drafts.js).
const formOf = ({ key, url, payload: { text_id: text, kind = 'bonne-pratique' } }) => (text ? `${url}?cle=${key}` : `/pratiques/nouvelle?genre=${kind}&cle=${key}`);

// Some writes are corrected on this very page, which opens with and without network: their boxes, by field.
const BOXES = {
  'comment.add': [['body', 'Votre remarque', 4000]],
  'question.save': [['title', 'Votre question', 150], ['body', 'La situation, sans nom', 10000]],
  'answer.save': [['body', 'Votre réponse', 10000]],
};
const isCorrectedHere = (entry) => entry.write in BOXES && (entry.write === 'comment.add' || !mayBeThere(entry));

function correction(db, entry) {
  const box = ([name, label, most]) => field(label, h('textarea', { id: name, name, rows: most < 1000 ? 2 : 6, maxlength: most }), { value: entry.payload[name] });
  const save = async (event) => {
    event.preventDefault();
    const changes = Object.fromEntries(new FormData(event.target));
    await again(db, entry, changes);
  };
  const isPost = entry.write !== 'comment.add';
  const form = h('form', { class: 'stack', onsubmit: save, ...(isPost && { 'data-behaviour': 'guard', 'data-guard': 'alarm' }) },
    entry.write === 'question.save' && !entry.payload.text_id && themeOf(db, entry), BOXES[entry.write].map(box),
    cluster(h('button', { class: 'btn main' }, 'Garder et envoyer')));
  if (isPost) attachAll(form);
  return form;
}

// A theme may have gone meanwhile: the question is then sent to another one.
function themeOf(db, { payload }) {
  const choices = h('select', { id: 'topic', name: 'topic' }, h('option', { value: payload.topic }, payload.topic));
  getMeta(db, 'list').then((list = []) => {
    const topics = list.filter(({ kind }) => kind === 'topic');
    if (topics.length) choices.replaceChildren(...topics.map(({ slug, name }) => h('option', { value: slug, selected: slug === payload.topic }, name)));
  });
  return field('Thème', choices);
}

// A refused write is over for the server: sent again, it is another one, under its own key.
async function again(db, { key, uid, write: name, payload, base, title, url }, changes = {}) {
  await write(db, { uid, write: name, payload: { ...payload, ...changes }, base, title: changes.title ?? title, url }, { replaces: key });
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
