// On a phone, a guided form shows one part at a time. All its fields stay in it: what is sent does not change.

import { button, h, icon } from '../offline/dom.js';
import { fr } from '../offline/french.js';

const PHONE = matchMedia('(max-width: 57.99em)');
const FIRST = 'Titre et thèmes';
const LAST = 'Décrire la fiche';

/** Cut the form into parts. `moved()` is called when another part is shown. */
export function inParts(form, thumb, moved) {
  const parts = cut(form);
  if (parts.length < 3) return;
  const bar = h('progress', { class: 'progress', max: parts.length, 'aria-hidden': 'true' });
  const sentence = h('p', { class: 'small muted', tabindex: '-1' });
  const head = h('div', { class: 'stack tight' }, bar, sentence);
  const back = h('p', {}, button('Partie précédente', () => go(at - 1), { look: 'quiet', shape: 'chevron-left' }));
  const next = button('Suivant', () => go(at + 1), { 'data-next': true });
  next.append(icon('chevron-right'));
  const last = parts.length - 1;
  let at = 0;

  function show() {
    const phone = PHONE.matches;
    parts.forEach(({ units }, place) => units.forEach((unit) => { unit.hidden = phone && place !== at; }));
    head.hidden = !phone;
    back.hidden = !phone || at === 0;
    next.hidden = !phone || at === last;
    for (const value of ['preview', 'submit']) thumb?.querySelector(`[value="${value}"]`)?.toggleAttribute('hidden', phone && at < last);
    bar.value = at + 1;
    sentence.textContent = fr(`Partie ${at + 1} sur ${parts.length}. ${at < last ? `La suivante : ${low(parts[at + 1].name)}.` : 'C’est la dernière.'}`);
    const details = phone && at === last && parts[last].units.find((unit) => unit.matches('details'));
    if (details) details.open = true;
    // a form sent from here comes back here
    form.setAttribute('action', `${form.getAttribute('action').split('#')[0]}${phone && at ? `#partie-${at + 1}` : ''}`);
    moved();
  }

  function go(to) {
    at = Math.max(0, Math.min(last, to));
    show();
    sentence.focus({ preventScroll: true });
    form.scrollIntoView({ block: 'start', behavior: 'instant' });
  }

  function reveal(field) {
    const place = parts.findIndex(({ units }) => units.some((unit) => unit.contains(field)));
    if (PHONE.matches && place >= 0 && place !== at) go(place);
  }

  (form.querySelector('#erreurs') ?? form.querySelector('header')).after(head);
  form.append(back);
  thumb?.querySelector('[value="draft"]')?.after(next);
  PHONE.addEventListener('change', show);
  form.addEventListener('click', ({ target }) => {
    const asked = target.closest('#erreurs a')?.hash.slice(1);
    if (asked) reveal(document.getElementById(asked) ?? form.querySelector(`[name="${asked}"], [name^="boxes-"]`));
  });
  // what outbox.js finds missing before it keeps a text without network
  new MutationObserver(() => {
    const bad = form.querySelector('[data-said-wrong]')?.closest('.field');
    if (!bad) return;
    reveal(bad);
    bad.querySelector('input, textarea')?.focus();
  }).observe(form, { attributeFilter: ['data-bad'], subtree: true });

  const bad = form.querySelector('[data-bad]');
  at = Math.min(last, Math.max(0, Number(/^#partie-(\d+)$/.exec(location.hash)?.[1] ?? 1) - 1));
  if (bad) at = Math.max(0, parts.findIndex(({ units }) => units.some((unit) => unit.contains(bad))));
  show();
}

const low = (name) => name[0].toLowerCase() + name.slice(1);

// The first part goes down to the first box, each box is one, the last is what follows.
function cut(form) {
  const units = [...form.querySelectorAll(':scope > *, :scope > [data-boxes] > *')]
    .filter((unit) => !unit.matches('input, header, #erreurs, [data-boxes], [data-offer], [hidden]'));
  const isBox = (unit) => unit.querySelector('textarea[name^="boxes-"], textarea[name="rest"]');
  const first = units.findIndex(isBox);
  if (first < 0) return [];
  const boxes = units.filter(isBox);
  const after = units.slice(first).filter((unit) => !isBox(unit));
  return [{ name: FIRST, units: units.slice(0, first) }, ...boxes.map((box) => ({ name: box.querySelector('label').textContent.trim(), units: [box] })), { name: LAST, units: after }];
}
