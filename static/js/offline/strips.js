// The strips under the bar: there only when something differs from usual.

import { h, icon } from './dom.js';

/** Show, change or (without text) take away the strip of that name. */
export function strip(name, text, { shape = 'info', gesture } = {}) {
  const place = document.getElementById('strips');
  const former = place?.querySelector(`[data-strip="${name}"]`);
  if (!place || (former && former.dataset.text === text)) return;
  former?.remove();
  if (!text) return;
  const line = h('div', { class: 'strip', 'data-strip': name, 'data-text': text },
    h('div', {}, h('p', {}, icon(shape), h('span', {}, text)), gesture));
  if (name === 'network') place.prepend(line);
  else place.append(line);
}

export const goTo = (label, href) => h('a', { href }, label);
