// A thread, from its row: the question, its answers, and one's own that has not left yet.

import { getMeta } from '../../store.js';
import { button, cluster, fromServer, h, icon, link, message, p, state } from '../dom.js';
import { count, day, moment, upTo } from '../french.js';
import { name as nameForm, answerForm } from './answer.js';
import { favourite, noteInCopy, send, toggle } from './gestures.js';
import { addressOf, stateOf } from './pending.js';
import { NOBODY, isTaken, nameOf, shapes, standing, when } from './standing.js';

const FOLLOW = [['bell', 'Suivre'], ['bell-off', 'Ne plus suivre']];
const THANK = [['thumbs-up', 'Merci'], ['thumbs-up', 'Merci']];

export async function build({ db, uid, row, entries }) {
  const going = entries.filter(({ write, payload }) => write === 'answer.save' && Number(payload.question_id) === row.id);
  const edit = entries.find(({ write, payload }) => write === 'question.save' && payload.text_id === row.id);
  const answers = row.answers ?? [];
  const said = going.filter(({ payload }) => !payload.text_id);
  return {
    title: row.title, ownTitle: true, area: 'entraide', back: ['/entraide', 'l’entraide'], layout: 'stack open',
    main: [
      edit && notSent('Votre modification n’est pas encore partie', edit),
      question(row), await gestures(db, uid, row, entries),
      row.html !== undefined && h('section', { class: 'stack', id: 'reponses' },
        h('h2', {}, answers.length ? count(answers.length, 'réponse') : 'Pas encore de réponse'),
        [...answers].sort((a, b) => b.accepted - a.accepted).map((one) => answer(one, row, going, doable(db, uid, row, one, entries))),
        said.map(waiting)),
      p('small muted', limits(await getMeta(db, 'synced_at'))),
      h('section', { class: 'stack tight', id: 'repondre' }, form(row)),
    ],
  };
}

function question(row) {
  const name = row.mine && row.hides_author ? 'de vous' : nameOf(row) === null ? 'd’une personne du réseau'
    : row.author ? `de ${[row.author, row.structure].filter(Boolean).join(', ')}` : row.origin ? `(${row.origin})` : 'd’un compte supprimé';
  const masked = row.mine && row.hides_author && ' Les membres ne voient pas votre nom.';
  return h('article', { class: 'stack' }, h('div', { class: 'cluster snug' }, shapes(row, true)), h('h1', { tabindex: '-1' }, row.title),
    row.html === undefined ? tooLight() : h('div', { class: 'prose' }, fromServer(row.html)),
    p('small muted', `Question ${name}, ${when(row.asked_at)}. Thème `,
      h('a', { href: `/entraide?theme=${row.themes[0]}` }, row.theme_names[0]), '.', masked),
    trail(row));
}

function trail(row) {
  const [words, , shape] = standing(row, true);
  const step = (name, text, now = false) => h('li', { 'aria-current': now ? 'step' : null }, icon(name), h('span', {}, text));
  const moves = row.moves ?? [];
  return h('details', { class: 'sheet small' }, h('summary', {}, icon('route'), 'Le chemin de la question'), h('ol', { class: 'trail' },
    step('circle-check', `Envoyée ${moment(row.asked_at)}${moves.length ? `, vers « ${moves[0].from} »` : ''}`),
    moves.map(({ at, why, by, to }) => step('move-right', `Envoyée vers « ${to} » ${moment(at)}${by ? ` par ${by}` : ''} : ${why}`)),
    isTaken(row) && step('user-check', `Prise en charge par ${row.taken_by || 'une personne du réseau'}`),
    row.answered_at && step('message-circle', `Première réponse ${moment(row.answered_at)}`),
    step(shape, `${words}${row.settled_at ? ` ${moment(row.settled_at)}` : ''}`, true)));
}

const tooLight = () => message('Cette question n’est pas gardée en entier',
  'La mémoire de cet appareil est pleine. Elle se lit avec le réseau.', { shape: 'hard-drive' });

async function gestures(db, uid, row, entries) {
  const mine = entries.filter(({ payload }) => payload.text_id === row.id);
  return h('div', { class: 'stack tight' },
    p('cluster', row.mine && link('Compléter ma question', `${row.url}/modifier`, { shape: 'pencil' }),
      toggle(db, uid, row, mine, { name: 'text.watch', on: Boolean(row.followed), look: 'quiet', faces: FOLLOW,
        note: (followed) => noteInCopy(db, row, () => ({ followed })) }),
      await favourite(db, uid, row, mine, 'quiet'), button('Imprimer', () => print(), { look: 'quiet', shape: 'printer' })));
}

// Of one's own answers, the words; of those of others, thanks, and for who asked, that it helped.
function doable(db, uid, row, one, entries) {
  if (row.my_answers?.[one.id]) {
    return link('Corriger ma réponse', `/entraide/reponses/${one.id}/modifier`, { look: 'quiet', shape: 'pencil' });
  }
  const thing = { id: one.id, title: row.title, url: row.url };
  const others = ({ thanked = [] }) => thanked.filter((id) => id !== one.id);
  const thanks = toggle(db, uid, thing, entries.filter(({ payload }) => payload.text_id === one.id), {
    name: 'text.thanks', on: Boolean(row.thanked?.includes(one.id)), faces: THANK,
    note: (on) => noteInCopy(db, row, (kept) => ({ thanked: on ? [...others(kept), one.id] : others(kept) })),
  });
  return [row.mine && row.state === 'open' && helped(db, uid, row, thing, entries), thanks];
}

// « Cette réponse m’a aidé » is said of one answer: once it waits, no other one offers it.
function helped(db, uid, row, thing, entries) {
  const said = entries.find(({ write, payload }) => write === 'answer.accept' && row.answers.some(({ id }) => id === payload.text_id));
  if (said) return said.payload.text_id === thing.id && kept();
  return button('Cette réponse m’a aidé', async ({ currentTarget: gesture }) => {
    document.querySelectorAll('[data-helped]').forEach((other) => other === gesture || other.remove());
    gesture.replaceWith(kept());
    await send(db, uid, thing, 'answer.accept', {});
  }, { shape: 'message-circle-heart', 'data-helped': true });
}

const kept = () => state('Vous a aidé : ce sera dit au retour du réseau', 'wait', 'message-circle-heart');

function answer(one, row, going, gesture) {
  const edit = going.find(({ payload }) => payload.text_id === one.id);
  const name = nameOf(one) ?? NOBODY;
  const letters = one.hides_author ? '–' : name.split(/\s+/).map(([first]) => first).join('').slice(0, 2).toUpperCase();
  const topic = row.moves?.length ? '' : `, ${row.theme_names[0]}`; // an expert of the theme where it stood then
  return h('article', { class: 'sheet answer', id: `reponse-${one.id}` }, seal(one),
    h('div', { class: 'pad stack' },
      h('div', { class: 'who' }, h('span', { class: 'face', 'aria-hidden': 'true' }, letters), h('div', {},
        p('', h('strong', {}, name)),
        one.by_expert && !one.hides_author && p('expert', icon('id-card-lanyard'), `Expertise désignée${topic}`),
        p('small', `${!one.hides_author && one.structure ? `${one.structure}, ` : ''}${when(one.at)}`))),
      h('div', { class: 'prose' }, fromServer(one.html)),
      one.accepted && state('A aidé la personne qui demandait', 'good', 'message-circle-heart'),
      edit && notSent('Votre correction n’est pas encore partie', edit),
      h('div', { class: 'cluster' }, gesture)));
}

function seal({ confirmed_at: at, confirmed_by: by, to_check_again: old, by_expert: expert }) {
  const made = (look, shape, text) => h('div', { class: `seal ${look}`.trim() }, icon(shape), h('p', {}, text));
  const whoAndWhen = at && `le ${day(at)}${by ? ` par ${by}` : ''}`;
  if (at && (old || isOld(at))) return made('open', 'stamp', `À revérifier : confirmée ${whoAndWhen}`);
  if (at) return made('', 'stamp', `Réponse confirmée ${whoAndWhen}`);
  return made('open', 'message-circle', expert ? 'Pas encore confirmée par une autre personne experte' : 'Réponse d’un pair, pas encore confirmée');
}

// 12 months may have gone by since the copy was made.
function isOld(at) {
  const limit = new Date(at);
  limit.setMonth(limit.getMonth() + 12);
  return limit <= new Date();
}

const waiting = (entry) => h('article', { class: 'sheet answer' },
  h('div', { class: 'seal open' }, icon('smartphone'), h('p', {}, 'Votre réponse, pas encore partie')),
  h('div', { class: 'pad stack' }, p('small muted', `Vous, ${moment(entry.created)}`), p('typed', entry.payload.body), stateOf(entry),
    entry.error && p('small', entry.error), cluster(link('Voir mon texte', addressOf(entry), { look: 'quiet', shape: 'pencil' }))));

const notSent = (title, entry) => message(title, `Écrite ${moment(entry.created)}.`, { tone: 'look', shape: 'hourglass' },
  stateOf(entry), link('Voir mon texte', addressOf(entry)));

const limits = (synced) => `${synced ? `Copie à jour du ${upTo(synced)}. ` : ''}`
  + 'Confirmer une réponse et prendre en charge une question demandent le réseau.';

function form(row) {
  const made = answerForm();
  nameForm(made, { question: row, key: `answer:to:${row.id}`, address: row.url });
  made.dataset.when = 'touched';
  return made;
}
