// One toolbar for every text of a form. It writes Markdown as if it were typed, so that the browser can undo it.

import { h, icon, toast } from '../offline/dom.js';
import * as markdown from './markdown.js';
import { ask } from './panel.js';

const TOOLS = [
  ['bold', 'Gras', 'bold'], ['heading', 'Sous-titre', 'heading'], ['bullets', 'Liste à points', 'list'],
  ['numbers', 'Liste numérotée', 'list-ordered'], ['link', 'Lien', 'link'], ['image', 'Image', 'image-plus'], ['undo', 'Annuler', 'undo-2'],
];
const TOGGLES = 4;

/** Replace part of a text area, as typing would. */
export function apply(area, { from, to, words, start, end }) {
  area.focus();
  area.setSelectionRange(from, to);
  const typed = from === to && !words ? true : document.execCommand(words ? 'insertText' : 'delete', false, words);
  if (!typed) {
    area.setRangeText(words, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(start, end);
}

/** {element, show(area)}: `area()` tells which text is being written. */
export function toolbar(form, area) {
  const picker = h('input', { type: 'file', accept: 'image/*', hidden: true, 'aria-hidden': 'true', tabindex: '-1' });
  const buttons = TOOLS.map(([name, label, shape], place) => h('button', {
    class: 'ib', type: 'button', 'aria-label': label, tabindex: place ? '-1' : '0', 'data-tool': name,
    'aria-pressed': place < TOGGLES && 'false', 'aria-keyshortcuts': name === 'bold' && 'Control+B', onclick: () => use(name),
  }, icon(shape)));
  const list = h('ul', { role: 'toolbar', 'aria-label': 'Mise en forme', 'aria-keyshortcuts': 'Alt+F10' }, buttons.map((one) => h('li', { role: 'none' }, one)));
  const element = h('section', { class: 'tools', 'aria-label': 'Mise en forme' }, list, picker);

  function use(name) {
    const text = area();
    if (!text) return;
    const { value, selectionStart: start, selectionEnd: end } = text;
    if (name === 'undo') {
      text.focus();
      document.execCommand('undo');
    } else if (name === 'image') {
      picker.click();
    } else if (name === 'link') {
      ask(element, { label: 'Adresse du lien', verb: 'Mettre le lien', type: 'url' }, (typed) => apply(text, markdown.link(text.value, start, end, address(typed))), () => text.focus());
    } else {
      apply(text, markdown[name](value, start, end));
    }
    show();
  }

  function show() {
    const text = area();
    if (!text) return;
    const now = markdown.pressed(text.value, text.selectionStart, text.selectionEnd);
    for (const one of buttons.slice(0, TOGGLES)) one.setAttribute('aria-pressed', String(now[one.dataset.tool]));
  }

  list.addEventListener('pointerdown', (event) => event.preventDefault()); // the text keeps the caret, and the phone its keyboard
  list.addEventListener('keydown', (event) => {
    const here = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') area()?.focus();
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length);
    for (const one of buttons) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
  form.addEventListener('keydown', (event) => {
    if (event.target !== area()) return;
    if (event.key.toLowerCase() === 'b' && (event.ctrlKey || event.metaKey) && !event.altKey) use('bold');
    else if (event.key === 'F10' && event.altKey) buttons.find((one) => one.tabIndex === 0).focus();
    else return;
    event.preventDefault();
  });
  picker.addEventListener('change', async () => {
    const [file] = picker.files;
    picker.value = '';
    const text = area();
    if (!file || !text) return;
    const image = await import('../behaviours/attach.js').catch(() => toast('Les images demandent le réseau. Votre texte est là : ajoutez l’image plus tard.'));
    image?.attach(element, { file, form, insert: (words) => apply(text, markdown.image(text.value, text.selectionStart, text.selectionEnd, words)), done: () => text.focus() });
  });
  return { element, show };
}

// « caf.fr » is an address; « javascript: » is not.
function address(typed) {
  const whole = /^(https?:\/\/|mailto:|tel:|\/|#)/i.test(typed) ? typed : `https://${typed}`;
  if (!typed || /^[a-z]+:(?!\/\/|\d)/i.test(typed.replace(/^(mailto|tel):/i, '')) || (whole.startsWith('http') && !/^https?:\/\/[^\s/]+\.[^\s/]+/.test(whole) && !whole.includes('localhost'))) {
    throw new Error('Tapez une adresse entière, par exemple https://www.caf.fr');
  }
  return whole.replace(/[\s()<>]/g, encodeURIComponent).replace(/\(/g, '%28').replace(/\)/g, '%29');
}
