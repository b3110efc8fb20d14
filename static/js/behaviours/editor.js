// Writing a text: one toolbar for all its boxes, lists that continue, and on a phone one part at a time.

import { hear } from '../offline/device.js';
import { followKeyboard } from '../editor/keyboard.js';
import { newLine } from '../editor/markdown.js';
import { inParts } from '../editor/parts.js';
import { apply, toolbar } from '../editor/toolbar.js';

export function attach(form) {
  const bottom = document.querySelector('.bottom');
  const thumb = bottom.querySelector('.thumb');
  const areas = () => [...form.querySelectorAll('textarea[data-editor]')].filter((area) => !area.closest('[hidden]'));
  let last = null;
  const area = () => (last && areas().includes(last) ? last : areas()[0] ?? null);
  const tools = toolbar(form, area);
  bottom.insertBefore(tools.element, thumb);

  const isWriting = () => document.activeElement.matches('textarea[data-editor], .tools input');
  const place = followKeyboard(bottom, isWriting, (short) => {
    for (const gesture of thumb?.querySelectorAll('button:not([value="draft"])') ?? []) Object.assign(gesture, { inert: short }).classList.toggle('vh', short);
  });
  const moved = () => {
    tools.element.hidden = !areas().length;
    tools.show();
  };

  form.addEventListener('focusin', ({ target }) => {
    if (target.matches('textarea[data-editor]')) last = target;
    tools.show();
  });
  for (const part of [form, tools.element]) for (const name of ['focusin', 'focusout']) part.addEventListener(name, () => setTimeout(place));
  form.addEventListener('input', () => { tools.show(); place(); });
  document.addEventListener('selectionchange', tools.show);
  form.addEventListener('beforeinput', (event) => {
    if (event.inputType !== 'insertLineBreak' || event.isComposing || !event.target.matches('textarea[data-editor]')) return;
    const { value, selectionStart: start, selectionEnd: end } = event.target;
    const change = newLine(value, start, end);
    if (!change) return;
    event.preventDefault();
    apply(event.target, change);
  });
  // an image that waited has its address: what is being written takes it
  hear(({ type, swap }) => {
    for (const text of type === 'sent' && swap ? form.querySelectorAll('textarea[data-editor]') : []) {
      if (!text.value.includes(swap[0])) continue;
      text.value = text.value.replaceAll(...swap);
      text.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  form.addEventListener('kept', () => tools.element.remove()); // outbox.js takes the form away
  inParts(form, thumb, moved);
  moved();
}
