// What resembles a text while it is typed: by its title, and by its body when `data-body` names one.
// With `data-answers` (the id of a form) each match may be the answer: it is opened, and counted without anybody's name.
// Without network, what the copy of this device holds: then nothing is counted.
// Asked by POST: what is being typed must stand in no address, which servers and proxies note down.

import { button, h, icon, row, sheet } from '../offline/dom.js';

const PAUSE = 150; // with the search, under 300 ms
const SHORTEST = 8;
const SHOWN = 3;
const READ = 200; // characters of a body: what the search looks at

export function attach(input) {
  const { body: name, answers, url: source = '/api/ressemblances' } = input.dataset;
  const body = input.form.elements[name];
  const place = h('div', { class: 'stack tight', role: 'status', hidden: true });
  input.closest('.field').append(place);
  const own = input.form.dataset.address ?? '';
  let timer;
  let asking = new AbortController();

  async function look() {
    asking.abort();
    asking = new AbortController();
    const asked = { titre: input.value.trim(), ...(body ? { texte: body.value.trim().slice(0, READ) } : {}) };
    const isLong = Object.values(asked).some((words) => words.length >= SHORTEST);
    try {
      show(isLong ? await find(asked, asking.signal) : []);
    } catch (error) {
      if (error.name !== 'AbortError') show([]);
    }
  }

  async function find(asked, signal) {
    try {
      if (input.form.dataset.offline !== undefined) throw new TypeError('no network');
      const headers = { 'X-CSRFToken': input.form.elements.csrf_token?.value ?? '' };
      const answer = await fetch(source, { method: 'POST', body: new URLSearchParams(asked), headers, signal });
      return answer.ok ? await answer.json() : [];
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      const { lookalikes } = await import('../offline/lookalikes.js');
      const found = await lookalikes(asked.titre, asked.texte);
      signal.throwIfAborted();
      return found.map((one) => ({ ...one, isKept: true }));
    }
  }

  function show(found) {
    const kept = found.filter(({ url }) => url.startsWith('/') && url !== own.replace(/\/modifier$/, '')).slice(0, SHOWN);
    const title = answers ? 'Peut-être déjà répondu (nouvel onglet)' : 'Cela existe peut-être déjà (nouvel onglet)';
    place.hidden = !kept.length;
    place.replaceChildren(...(kept.length ? [h('p', { class: 'help' }, title), sheet(kept.flatMap((one) => line(one, answers)))] : []));
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  input.addEventListener('input', soon);
  // what was typed while this file was on its way
  if ([input, body].some((field) => field && field.value !== field.defaultValue)) soon();
  if (!body) return;
  body.addEventListener('input', soon);
  // the « next » key of a phone: a question half written must not leave
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    body.focus();
  });
}

// In another tab: a shared computer keeps nothing of what is being typed here.
function line({ title, label, url, kind, area, isKept }, answers) {
  const made = row(title, { url, sub: answers ? '' : label, kind: answers ? [label] : '', area });
  made.target = '_blank';
  if (!answers) return [made];
  const mine = button([icon('check'), 'C’est ma réponse'], null, { form: answers, name: 'vers', value: url, 'data-kind': kind });
  mine.type = 'submit';
  if (isKept) mine.addEventListener('click', (event) => { event.preventDefault(); location.assign(url); });
  return [h('div', { class: 'match' }, made, h('p', {}, mine))];
}
