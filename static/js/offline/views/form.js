// Writing or changing a practice without network: the same form as on the site, kept in the shell, filled from the copy.

import { getDraft } from '../../store.js';
import { lead, link, message, row, sheet, submit, thumb } from '../dom.js';
import { facets } from '../payload.js';
import { mayBeThere } from './entry.js';
import { fill } from './filling.js';
import * as other from './other.js';

export async function build({ db, url, path, list, entries }) {
  const asked = url.searchParams;
  const slug = /^\/pratiques\/([^/]+)\/modifier$/.exec(path)?.[1];
  const practice = slug && await db.getFromIndex('row', 'url', `/pratiques/${slug}`);
  const isOfIt = ({ write, payload }) => practice && write === 'practice.save' && payload.text_id === practice.id;
  const entry = entries.find((one) => one.key === asked.get('cle') || isOfIt(one));
  const draft = asked.get('brouillon') && await getDraft(db, `practice:new:${asked.get('brouillon')}`);
  if (slug && !practice && !entry) return other.build({ row: null });
  if (entry && mayBeThere(entry)) return arriving();
  if (entry?.state === 'conflict') return toChoose(entry);
  if (practice && !practice.html) return tooLight(practice);
  const payload = entry?.payload ?? draft?.payload ?? (practice && fromRow(practice)) ?? null;
  const kind = payload?.kind ?? asked.get('genre');
  const boxes = document.querySelector(`template[data-kind="${CSS.escape(kind ?? '')}"]`);
  if (!boxes) return kinds();
  const form = formOf(boxes);
  fill(form, payload ?? { kind, title: asked.get('titre') ?? '' }, list.filter((one) => one.kind === 'topic'));
  name(form, { kind, entry, practice, text: payload?.text_id ?? null, id: asked.get('brouillon') ?? crypto.randomUUID(), path });
  return {
    title: payload?.text_id ? 'Modifier la fiche' : 'Écrire une fiche', ownTitle: true, area: 'pratiques', hideDock: true,
    back: ['/hors-ligne', 'ma copie'], main: [form],
    after: thumb(submit('Enregistrer', 'fiche', { name: 'action', value: 'draft' }),
      submit('Envoyer à la relecture', 'fiche', { look: 'main', name: 'action', value: 'submit' })),
  };
}

function formOf(boxes) {
  const form = document.getElementById('practice-form').content.firstElementChild.cloneNode(true);
  form.querySelector('[data-boxes]').append(boxes.content.cloneNode(true));
  return form;
}

function fromRow({ id, title, summary, source, fields }) {
  return { text_id: id, title, summary, body: source, ...facets(fields), note: '' };
}

// What the outbox and the drafts know this text by.
function name(form, { kind, entry, practice, text, id, path }) {
  Object.assign(form.dataset, {
    offline: '', textId: text ?? '', base: entry?.base ?? practice?.rev ?? '', replaces: entry?.key ?? '',
    key: text ? `practice:${text}` : `practice:new:${id}`,
    address: text ? path : `/pratiques/nouvelle?genre=${kind}&brouillon=${id}`,
  });
  form.elements.client_id.defaultValue = id;
}

// Each kind with the parts it asks for.
function kinds() {
  const choices = document.getElementById('practice-form').content.querySelectorAll('[name="kind"]');
  const parts = (kind) => [...document.querySelector(`template[data-kind="${kind}"]`).content.querySelectorAll('label')]
    .map((label) => label.textContent.trim()).join(', ').toLowerCase();
  return {
    title: 'Écrire une fiche', area: 'pratiques', back: ['/pratiques', 'les fiches'],
    main: [
      lead('Choisissez le genre. Les parties à remplir suivent.'),
      sheet([...choices].map((choice) => row(choice.closest('label').querySelector('b').textContent,
        { url: `/pratiques/nouvelle?genre=${choice.value}`, sub: `Parties : ${parts(choice.value)}.` }))),
    ],
  };
}

export const arriving = () => ({
  title: 'Ce texte est peut-être déjà arrivé',
  main: [
    message('Le réseau a coupé pendant l’envoi',
      'Attendez son retour pour corriger : le texte ne sera pas envoyé deux fois.'),
    link('Voir ce qui attend', '/hors-ligne#a-envoyer'),
  ],
});

const toChoose = ({ key, title }) => ({
  title, area: 'pratiques',
  main: [message('Deux personnes ont écrit ici', 'Réunissez d’abord les deux versions : rien n’est perdu.',
    { tone: 'look', shape: 'git-compare' }, link('Choisir', `/hors-ligne/conflit?cle=${key}`, { look: 'main' }))],
});

const tooLight = ({ title }) => ({
  title, area: 'pratiques',
  main: [message('Cette fiche n’est pas gardée en entier',
    'La mémoire de cet appareil est pleine. La modifier demande le réseau.', { shape: 'hard-drive' })],
});
