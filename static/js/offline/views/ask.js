// Asking, or completing one's own question, without network: the form of the site, kept in the shell.

import { getDraft } from '../../store.js';
import { h, link, message, submit, thumb } from '../dom.js';
import { fill } from '../../editor/fields.js';
import { mayBeThere } from './entry.js';
import { arriving } from './form.js';
import * as other from './other.js';

export async function build({ db, url, path, list, entries }) {
  const asked = url.searchParams;
  const slug = /^\/entraide\/([^/]+)\/modifier$/.exec(path)?.[1];
  const question = slug && await db.getFromIndex('row', 'url', `/entraide/${slug}`);
  const entry = question && entries.find(({ write, payload }) => write === 'question.save' && payload.text_id === question.id);
  if (slug && !question?.mine) return other.build({ row: null });
  if (entry && mayBeThere(entry)) return arriving();
  if (question && question.source === undefined) return tooLight(question);
  const id = asked.get('brouillon') ?? crypto.randomUUID();
  const draft = !question && await getDraft(db, `question:new:${id}`);
  const payload = entry?.payload ?? draft?.payload ?? (question ? fromRow(question) : { title: asked.get('titre') ?? '', topic: asked.get('theme') ?? '' });
  const form = document.getElementById('question-form').content.querySelector('form').cloneNode(true);
  if (question) complete(form, payload);
  else themes(form, list.filter(({ kind }) => kind === 'topic'));
  fill(form, payload);
  asDefaults(form);
  name(form, { question, entry, id, path });
  const label = question ? 'Compléter ma question' : 'Poser une question';
  return {
    title: label, ownTitle: true, area: 'entraide', hideDock: true, back: question ? [question.url, 'la question'] : ['/entraide', 'l’entraide'],
    main: [form], after: thumb(submit(question ? 'Enregistrer' : 'Envoyer la question', form.id, { look: 'main' })),
  };
}

const fromRow = ({ id, title, source, themes: [topic], urgency, hides_author: hides }) => ({
  text_id: id, title, body: source, topic, urgency, hides_author: hides,
});

// Its theme no longer changes here, and nothing else is looked for.
function complete(form, { topic }) {
  form.querySelector('h1').textContent = 'Compléter ma question';
  form.querySelector('#topic').replaceWith(h('input', { type: 'hidden', name: 'topic', value: topic }));
  form.elements.title.removeAttribute('data-behaviour');
}

function themes(form, topics) {
  form.querySelector('#topic ul').replaceChildren(...topics.map(({ slug, name: label }) => h('li', {},
    h('label', { class: 'chip' }, h('input', { type: 'radio', name: 'topic', value: slug }), label))));
}

// What is there at first is not a change.
function asDefaults(form) {
  for (const field of form.elements) {
    if (field.type === 'checkbox' || field.type === 'radio') field.defaultChecked = field.checked;
    else if ('defaultValue' in field) field.defaultValue = field.value;
  }
}

// What the outbox and the drafts know this question by.
function name(form, { question, entry, id, path }) {
  Object.assign(form.dataset, {
    offline: '', textId: question?.id ?? '', base: entry?.base ?? question?.base ?? '', replaces: entry?.key ?? '',
    key: question ? `question:${question.id}` : `question:new:${id}`, address: question ? path : `/entraide/poser?brouillon=${id}`,
  });
  form.elements.text_id.defaultValue = question?.id ?? '';
  form.elements.client_id.defaultValue = id;
}

const tooLight = ({ title, url }) => ({
  title, area: 'entraide', back: [url, 'la question'],
  main: [message('Cette question n’est pas gardée en entier', 'La mémoire de cet appareil est pleine. La compléter demande le réseau.',
    { shape: 'hard-drive' }, link('Revenir à la question', url))],
});
