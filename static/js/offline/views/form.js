// Writing or changing a practice without network: the same form as on the site, kept in the shell, filled from the copy.

import { getDraft } from '../../store.js';
import { h, link, message, row, sheet } from '../dom.js';
import { facets, fillBoxes } from '../payload.js';
import { mayBeThere } from './entry.js';
import * as other from './other.js';

export async function build(context) {
  const { db, url, path, list, entries } = context;
  const asked = url.searchParams;
  const slug = /^\/pratiques\/([^/]+)\/modifier$/.exec(path)?.[1];
  const practice = slug && await db.getFromIndex('row', 'url', `/pratiques/${slug}`);
  const entry = entries.find(({ key, write, payload }) => key === asked.get('cle') || (practice && write === 'practice.save' && payload.text_id === practice.id));
  const draft = asked.get('brouillon') && await getDraft(db, `practice:new:${asked.get('brouillon')}`);
  if (slug && !practice && !entry) return other.build({ row: null });
  if (entry && mayBeThere(entry)) return arriving();
  if (practice && !practice.html) return tooLight(practice);
  const payload = entry?.payload ?? draft?.payload ?? (practice ? fromRow(practice) : null);
  const kind = payload?.kind ?? asked.get('genre');
  const boxes = document.querySelector(`template[data-kind="${CSS.escape(kind ?? '')}"]`);
  if (!boxes) return kinds();
  const form = document.getElementById('practice-form').content.firstElementChild.cloneNode(true);
  form.querySelector('[data-boxes]').append(boxes.content.cloneNode(true));
  fill(form, payload ?? { kind, title: asked.get('titre') ?? '' }, list.filter((one) => one.kind === 'topic'));
  const id = asked.get('brouillon') ?? crypto.randomUUID();
  const text = payload?.text_id ?? null;
  Object.assign(form.dataset, {
    offline: '', textId: text ?? '', base: entry?.base ?? practice?.rev ?? '', key: text ? `practice:${text}` : `practice:new:${id}`,
    address: text ? path : `/pratiques/nouvelle?genre=${kind}&brouillon=${id}`, replaces: entry?.key ?? '',
  });
  set(form, 'client_id', id);
  return {
    title: text ? 'Modifier la fiche' : 'Écrire une fiche', ownTitle: true, area: 'pratiques', hideDock: true, back: ['/hors-ligne', 'ma copie'],
    main: [form],
    after: h('div', { class: 'thumb' }, h('div', {}, h('button', { class: 'btn main full', form: 'fiche', name: 'action', value: 'submit' }, 'Envoyer à la relecture'),
      h('button', { class: 'btn full', form: 'fiche', name: 'action', value: 'draft' }, 'Enregistrer le brouillon'))),
  };
}

const fromRow = ({ id, title, summary, source, fields }) => ({ text_id: id, title, summary, body: source, ...facets(fields), note: '' });

const set = (form, name, value) => { if (form.elements[name]) form.elements[name].defaultValue = value ?? ''; };

// Values go in as the form's own: what is there at first is not a change.
function fill(form, payload, topics) {
  form.querySelector('h1').textContent = payload.text_id ? 'Modifier la fiche' : 'Écrire une fiche';
  for (const name of ['title', 'summary', 'territory', 'sources', 'note', 'text_id']) set(form, name, payload[name]);
  const themes = payload.themes ?? [];
  form.querySelector('#themes').append(...topics.map(({ slug, name }) => h('label', { class: 'choice' },
    h('input', { type: 'checkbox', name: 'themes', value: slug, checked: themes.includes(slug) }), h('span', {}, h('b', {}, name)))));
  for (const box of form.querySelectorAll('[name="kind"]')) box.defaultChecked = box.value === payload.kind;
  for (const box of form.querySelectorAll('[name="publics"]')) box.defaultChecked = (payload.publics ?? []).includes(box.value);
  for (const name of ['posture', 'licence']) for (const option of form.elements[name].options) option.defaultSelected = option.value === payload[name];
  form.elements.is_public.defaultChecked = Boolean(payload.is_public);
  const rest = fillBoxes(form, payload.body ?? '');
  const place = form.elements.rest;
  place.defaultValue = rest;
  if (rest) {
    place.hidden = false;
    place.rows = 8;
    place.replaceWith(h('div', { class: 'field write' }, h('label', { for: place.id }, 'Autres parties'), place.cloneNode(true)));
  }
}

// The kind chosen in « Décrire la fiche » moves no box here; the list of kinds opens the form with its own.
function kinds() {
  const labels = document.getElementById('practice-form').content.querySelectorAll('[name="kind"]');
  const parts = (kind) => [...document.querySelector(`template[data-kind="${kind}"]`).content.querySelectorAll('label')].map((label) => label.textContent.trim());
  return {
    title: 'Écrire une fiche', area: 'pratiques', back: ['/pratiques', 'les fiches'],
    main: [h('p', { class: 'lead' }, 'Choisissez le genre. Les parties à remplir suivent.'),
      sheet([...labels].map((label) => row(label.closest('label').querySelector('b').textContent, { url: `/pratiques/nouvelle?genre=${label.value}`, sub: `Parties : ${parts(label.value).join(', ').toLowerCase()}.` })))],
  };
}

const arriving = () => ({
  title: 'Ce texte est peut-être déjà arrivé',
  main: [message('Le réseau a coupé pendant l’envoi', 'Attendez son retour pour corriger : le texte ne sera pas envoyé deux fois.'), link('Voir ce qui attend', '/hors-ligne#a-envoyer')],
});

const tooLight = ({ title }) => ({
  title, area: 'pratiques',
  main: [message('Cette fiche n’est pas gardée en entier', 'La mémoire de cet appareil est pleine. La modifier demande le réseau.', { shape: 'hard-drive' })],
});
