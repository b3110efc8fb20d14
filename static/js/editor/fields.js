// The fields of a form: filled from what was kept, compared with it.

import { h } from '../offline/dom.js';
import { fillBoxes } from '../offline/payload.js';

const NOT_WORDS = ['action', 'merge', 'text_id'];

/** True when two payloads say the same thing. */
export function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => NOT_WORDS.includes(name) || plain(one[name]) === plain(other[name]));
}

const plain = (value) => (Array.isArray(value) ? [...value].sort().join() : String(value ?? '')).replace(/\s+/g, ' ').trim();

/** True when the form no longer says what the server wrote in it: typed before we came, or put back by the browser. */
export const touched = (form) => [...form.elements].some((field) => (field.type === 'checkbox' || field.type === 'radio'
  ? field.checked !== field.defaultChecked
  : field.matches('input:not([type=hidden]), textarea') && field.value !== field.defaultValue));

/** Put a payload in a form, guided or free. */
export function fill(form, payload) {
  for (const field of form.elements) {
    const { name, type } = field;
    if (type === 'hidden' || type === 'submit' || !(name in payload)) continue; // the gestures are fields too
    const value = payload[name];
    if (type === 'checkbox' || type === 'radio') field.checked = value === true || [value].flat().includes(field.value);
    else field.value = value;
  }
  const boxes = [...form.querySelectorAll('textarea[name^="boxes-"]')];
  if (!boxes.length) return;
  for (const box of boxes) box.defaultValue = '';
  const { rest } = form.elements;
  rest.value = fillBoxes(form, payload.body ?? '');
  for (const box of boxes) box.value = box.defaultValue;
  if (rest.hidden && rest.value) {
    rest.hidden = false;
    const field = h('div', { class: 'field write' }, h('label', { for: rest.id }, 'Autres parties'));
    rest.replaceWith(field);
    field.append(rest);
  }
}
