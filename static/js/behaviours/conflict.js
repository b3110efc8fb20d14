// Two people wrote: one choice per paragraph, then a last reading. No choice loses a word; it can always wait.

import { button, choice, cluster, field, h, head, icon, lead, link, message, p, submit, thumb } from '../offline/dom.js';
import { count, moment } from '../offline/french.js';
import { conflicts, joined, settled } from '../offline/merge.js';
import { facets } from '../offline/payload.js';
import { whoIsHere } from '../offline/person.js';
import { marked } from '../offline/word-diff.js';
import { write } from '../offline/write.js';

const LINES = { title: 'Titre', summary: 'Résumé' };
const LIST = '/hors-ligne#a-envoyer';

export async function attach(place) {
  const { db } = await whoIsHere();
  const entry = db && await db.get('outbox', new URLSearchParams(location.search).get('cle') ?? '');
  if (entry?.state === 'conflict') {
    choose(place, db, entry);
  } else {
    place.replaceChildren(head('Rien à choisir ici'), lead('Ce texte est parti, ou il attend sur un autre appareil.'),
      cluster(link('Voir ce qui attend', LIST, { look: 'main' })));
  }
}

function choose(place, db, entry) {
  const { conflict, payload } = entry;
  const parts = conflicts(conflict);
  const lines = Object.entries(conflict.lines ?? {});
  const left = parts.length + lines.length;
  const next = (event) => {
    event.preventDefault();
    reread(place, db, entry, settled(conflict, new FormData(event.target)));
  };
  place.replaceChildren(h('form', { class: 'stack airy', id: 'choix', onsubmit: next },
    head('Deux personnes ont écrit ici', lead(payload.title),
      p('muted', `${conflict.author} a modifié la fiche pendant que vous étiez hors ligne. Aucun mot n’est perdu.`)),
    conflict.merged > 0 && merged(conflict),
    left > 0 ? h('h2', { class: 'h-l' }, `Il reste ${count(left, 'passage')} à choisir`)
      : h('p', {}, 'Vos deux textes se complètent. Il ne reste qu’à relire.'),
    lines.map(([name, line]) => fieldset(`line-${name}`, LINES[name] ?? name, { base: '', ...line }, entry, false)),
    parts.map((part, number) => fieldset(`part-${number}`, `Paragraphe ${number + 1} sur ${parts.length}`, part, entry, true))));
  bar(submit('Relire et enregistrer', 'choix', { look: 'main' }),
    button('Décider plus tard', () => location.assign(LIST), { look: 'full' }));
}

function merged(conflict) {
  const alone = conflict.parts.filter(({ kind }) => ['mine', 'theirs', 'both'].includes(kind));
  const title = count(conflict.merged, 'paragraphe réuni sans difficulté', 'paragraphes réunis sans difficulté');
  return message(title, null, { shape: 'check' }, h('details', {}, h('summary', {}, 'Voir'),
    alone.map(({ base, text }) => p('diff typed', marked(base, text)))));
}

function fieldset(name, title, { base, mine, theirs }, { created, conflict: { author, at } }, both) {
  const option = (value, label, sub, words, checked = false) => choice({ type: 'radio', name, value, checked }, label,
    h('small', {}, sub), h('span', { class: 'diff typed' }, words));
  const removed = 'Paragraphe retiré.';
  return h('fieldset', { class: 'stack tight' }, h('legend', { class: 'label' }, title),
    option('mine', 'Le vôtre', `Écrit ${moment(created)}`, mine ? marked(base, mine) : removed, !both),
    option('theirs', `Celui de ${author}`, `En ligne ${at ? moment(at) : ''}`, theirs ? marked(base, theirs) : removed),
    both && option('both', 'Les deux, à la suite', 'Vous pourrez corriger avant d’enregistrer.', joined(mine, theirs), true),
    base && h('details', { class: 'sheet' }, h('summary', {}, icon('history'), 'Le paragraphe d’avant'), p('typed', base)));
}

function reread(place, db, entry, texts) {
  const box = (name, label, rows) => field(label, h('textarea', { id: name, name, rows }), { value: texts[name] });
  const save = async (event) => {
    event.preventDefault();
    const { uid, write: name, title, url, payload, conflict } = entry;
    const words = Object.fromEntries(new FormData(event.target));
    // the words of the two, on the version in line: another write, under its own key
    const resolved = { ...payload, ...facets(conflict.fields ?? {}), ...words, merge: 'ask' };
    await write(db, { uid, write: name, payload: resolved, base: conflict.theirs_rev, title, url }, { replaces: entry.key });
    location.assign(LIST);
  };
  place.replaceChildren(h('form', { class: 'stack airy', id: 'choix', onsubmit: save },
    head('Relisez les textes réunis', p('muted', 'Corrigez si besoin, puis enregistrez.')),
    box('title', 'Titre', 1), box('summary', 'En une ou deux phrases', 2), box('body', 'Texte', 14)));
  place.querySelector('h1').focus();
  bar(submit('Enregistrer', 'choix', { look: 'main' }), button('Revenir aux choix', () => choose(place, db, entry), { look: 'full' }));
}

function bar(...gestures) {
  const bottom = document.querySelector('.bottom');
  bottom.querySelector('.thumb')?.remove();
  bottom.append(thumb(...gestures));
}
