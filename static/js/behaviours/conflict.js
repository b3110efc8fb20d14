// Two people wrote: one choice per paragraph, then a last reading. No choice loses a word; it can always wait.

import { h, icon, link, message } from '../offline/dom.js';
import { count, moment } from '../offline/french.js';
import { facets } from '../offline/payload.js';
import { whoIsHere } from '../offline/person.js';
import { marked } from '../offline/word-diff.js';
import { write } from '../offline/write.js';

const LINES = { title: 'Titre', summary: 'Résumé' };

export async function attach(place) {
  const { db } = await whoIsHere();
  const entry = db && await db.get('outbox', new URLSearchParams(location.search).get('cle') ?? '');
  if (entry?.state !== 'conflict') {
    place.replaceChildren(h('h1', {}, 'Rien à choisir ici'), h('p', { class: 'lead' }, 'Ce texte est parti, ou il attend sur un autre appareil.'),
      h('p', { class: 'cluster' }, link('Voir ce qui attend', '/hors-ligne#a-envoyer', { look: 'main' })));
    return;
  }
  choose(place, db, entry);
}

function choose(place, db, entry) {
  const { conflict, created, payload } = entry;
  const parts = conflict.parts.filter(({ kind }) => kind === 'conflict');
  const lines = Object.entries(conflict.lines ?? {});
  const left = parts.length + lines.length;
  const form = h('form', { class: 'stack airy', id: 'choix', onsubmit: (event) => {
    event.preventDefault();
    reread(place, db, entry, settled(conflict, new FormData(form)));
  } },
  h('header', { class: 'stack tight' }, h('h1', {}, 'Deux personnes ont écrit ici'), h('p', { class: 'lead' }, payload.title),
    h('p', { class: 'muted' }, `${conflict.author} a modifié la fiche pendant que vous étiez hors ligne. Aucun mot n’est perdu.`)),
  conflict.merged > 0 && message(count(conflict.merged, 'paragraphe réuni sans difficulté', 'paragraphes réunis sans difficulté'), null, { shape: 'check' },
    h('details', {}, h('summary', {}, 'Voir'), conflict.parts.filter(({ kind }) => ['mine', 'theirs', 'both'].includes(kind))
      .map(({ base, text }) => h('p', { class: 'diff typed' }, marked(base, text))))),
  left > 0 ? h('h2', { class: 'h-l' }, `Il reste ${count(left, 'passage')} à choisir`) : h('p', {}, 'Vos deux textes se complètent. Il ne reste qu’à relire.'),
  lines.map(([name, { mine, theirs }]) => fieldset(`line-${name}`, LINES[name] ?? name, { mine, theirs, base: '' }, entry, false)),
  parts.map((part, place_) => fieldset(`part-${place_}`, `Paragraphe ${place_ + 1} sur ${parts.length}`, part, entry, true)));
  place.replaceChildren(form);
  thumb(h('button', { class: 'btn main full', form: 'choix' }, 'Relire et enregistrer'), link('Décider plus tard', '/hors-ligne#a-envoyer', { look: 'full' }));
  function fieldset(name, title, { base, mine, theirs }, { conflict: { author, at } }, both) {
    return h('fieldset', { class: 'stack tight' }, h('legend', { class: 'label' }, title),
      option(name, 'mine', 'Le vôtre', moment(created), marked(base, mine), !both),
      option(name, 'theirs', `Celui de ${author}`, at ? `${moment(at)}, déjà en ligne` : 'Déjà en ligne', marked(base, theirs)),
      both && option(name, 'both', 'Les deux, à la suite', 'Vous pourrez corriger avant d’enregistrer.', [joined(mine, theirs)], true),
      base && h('details', { class: 'sheet' }, h('summary', {}, icon('history'), 'Le paragraphe d’avant'), h('p', { class: 'typed' }, base)));
  }
}

const option = (name, value, title, sub, words, checked = false) => h('label', { class: 'choice' }, h('input', { type: 'radio', name, value, checked }),
  h('span', {}, h('b', {}, title), h('small', {}, sub), h('span', { class: 'diff typed' }, words.length && words.join('') ? words : 'Paragraphe retiré.')));

const joined = (...texts) => texts.reduce((whole, text) => (whole && text ? whole + (whole.endsWith('\n\n') ? '' : whole.endsWith('\n') ? '\n' : '\n\n') + text : whole || text), '');

// The texts once every passage is chosen.
function settled(conflict, choices) {
  const chosen = conflict.parts.filter(({ kind }) => kind === 'conflict').map((_, place) => choices.get(`part-${place}`) ?? 'both');
  const line = (name) => (conflict.lines?.[name] ? conflict.lines[name][choices.get(`line-${name}`) ?? 'mine'] : conflict[name]);
  let number = -1;
  const body = chosen.every((choice) => choice === 'both') ? conflict.proposal : conflict.parts.reduce((text, part) => {
    if (part.kind !== 'conflict') return text + part.text;
    number += 1;
    const piece = chosen[number] === 'both' ? joined(part.mine, part.theirs) : part[chosen[number]];
    return text && !text.endsWith('\n') ? joined(text, piece) : text + piece;
  }, '');
  return { title: line('title'), summary: line('summary'), body };
}

function reread(place, db, entry, texts) {
  const box = (name, label, rows) => {
    const area = h('textarea', { id: name, name, rows });
    area.defaultValue = texts[name];
    return h('div', { class: 'field' }, h('label', { for: name }, label), area);
  };
  const form = h('form', { class: 'stack airy', id: 'choix', onsubmit: async (event) => {
    event.preventDefault();
    const words = Object.fromEntries(new FormData(form));
    const { uid, write: name, title, url, payload, conflict } = entry;
    // the words of the two, on the version in line: another write, under its own key
    const resolved = { ...payload, ...facets(conflict.fields ?? {}), ...words, merge: 'ask' };
    await write(db, { uid, write: name, payload: resolved, base: conflict.theirs_rev, title, url }, { replaces: entry.key });
    location.assign('/hors-ligne#a-envoyer');
  } }, h('header', { class: 'stack tight' }, h('h1', { tabindex: '-1' }, 'Relisez les textes réunis'), h('p', { class: 'muted' }, 'Corrigez si besoin, puis enregistrez.')),
  box('title', 'Titre', 1), box('summary', 'En une ou deux phrases', 2), box('body', 'Texte', 14));
  place.replaceChildren(form);
  form.querySelector('h1').focus();
  thumb(h('button', { class: 'btn main full', form: 'choix' }, 'Enregistrer'), h('button', { class: 'btn full', type: 'button', onclick: () => choose(place, db, entry) }, 'Revenir aux choix'));
}

function thumb(...gestures) {
  const bottom = document.querySelector('.bottom');
  bottom.querySelector('.thumb')?.remove();
  bottom.append(h('div', { class: 'thumb' }, h('div', {}, gestures)));
}
