// Filling the form of a practice. Values go in as the form's own: what is there at first is not a change.

import { choice, field } from '../dom.js';
import { fillBoxes } from '../payload.js';

const LINES = ['title', 'summary', 'territory', 'sources', 'note', 'text_id'];

export function fill(form, payload, topics) {
  form.querySelector('h1').textContent = payload.text_id ? 'Modifier la fiche' : 'Écrire une fiche';
  for (const name of LINES) form.elements[name].defaultValue = payload[name] ?? '';
  const chosen = payload.themes ?? [];
  form.querySelector('#themes').append(...topics.map(({ slug, name }) => choice(
    { type: 'checkbox', name: 'themes', value: slug, checked: chosen.includes(slug) }, name)));
  tick(form, 'kind', [payload.kind]);
  tick(form, 'publics', payload.publics ?? []);
  for (const name of ['posture', 'licence']) {
    for (const option of form.elements[name].options) option.defaultSelected = option.value === payload[name];
  }
  form.elements.is_public.defaultChecked = Boolean(payload.is_public);
  showRest(form, fillBoxes(form, payload.body ?? ''));
}

function tick(form, name, values) {
  for (const box of form.querySelectorAll(`[name="${name}"]`)) box.defaultChecked = values.includes(box.value);
}

// What has no box stays in sight, under its own name.
function showRest(form, rest) {
  const box = form.elements.rest;
  box.defaultValue = rest;
  if (!rest) return;
  box.hidden = false;
  box.rows = 8;
  const place = document.createComment('');
  box.replaceWith(place);
  place.replaceWith(field('Autres parties', box));
}
