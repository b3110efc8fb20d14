// A question asked above the tools, in the page: no dialog, nothing covered, the caret waits where it was.

import { button, h, icon } from '../offline/dom.js';

/**
 * Ask one line of text. `answer(value)` may be slow and throw an Error whose words are shown: the panel then stays,
 * with what was typed. Escape or « Annuler » leaves.
 */
export function ask(place, { label, help, verb, type = 'text' }, answer, done) {
  const show = (yes) => { place.querySelector('ul').hidden = !yes; };
  const input = h('input', { id: 'outil-question', type: 'text', inputmode: type, autocomplete: 'off', maxlength: 2000, 'aria-describedby': help && 'outil-aide', autocapitalize: type === 'url' && 'none' });
  const err = h('div', { role: 'alert' });
  const close = () => { panel.remove(); show(true); done(); };
  const go = button(verb, async () => {
    go.setAttribute('aria-busy', 'true');
    try {
      await answer(input.value.trim());
      close();
    } catch (error) {
      err.replaceChildren(h('p', { class: 'err' }, icon('octagon-alert'), h('span', {}, error.message)));
      input.focus();
    }
    go.removeAttribute('aria-busy');
  });
  const panel = h('div', { class: 'thumb', 'data-panel': true, onkeydown: (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === input) go.click();
    else return;
    event.preventDefault();
  } }, h('div', {}, h('div', { class: 'field' }, h('label', { for: input.id }, label), help && h('p', { class: 'help', id: 'outil-aide' }, help), input, err),
    h('div', { class: 'pair' }, button('Annuler', close), go)));
  place.prepend(panel);
  show(false);
  input.focus();
}
