// What resembles a title while it is typed. Silent without network: it is only help.

import { h, row, sheet } from '../offline/dom.js';

const PAUSE = 400;
const SHORTEST = 8;
const SHOWN = 3;

export function attach(input) {
  const place = h('div', { class: 'stack tight', role: 'status', hidden: true });
  input.closest('.field').append(place);
  const own = input.form.dataset.address ?? '';
  let timer;
  let asking = new AbortController();

  async function look() {
    asking.abort();
    asking = new AbortController();
    const title = input.value.trim();
    try {
      const answer = title.length >= SHORTEST && await fetch(`${input.dataset.url ?? '/api/ressemblances'}?${new URLSearchParams({ titre: title })}`, { signal: asking.signal });
      show(answer && answer.ok ? await answer.json() : []);
    } catch (error) {
      if (error.name !== 'AbortError') show([]);
    }
  }

  function show(found) {
    const rows = found.filter(({ url }) => url.startsWith('/') && url !== own.replace(/\/modifier$/, '')).slice(0, SHOWN);
    place.hidden = !rows.length;
    place.replaceChildren(...(rows.length ? [h('p', { class: 'help' }, 'Cela existe peut-être déjà (nouvel onglet)'), sheet(rows.map(line))] : []));
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}

// In another tab: a shared computer keeps nothing of what is being typed here.
function line({ title, label, url }) {
  const made = row(title, { url, sub: label });
  made.target = '_blank';
  return made;
}
