// Personal data, while it is written: each passage under its field with one gesture, and the form held back before it leaves.
// data-guard="alarm" (questions and answers) or "hint" (practices and structures: says, never holds back).
// The rules are those of the server (shared/personal-data.js) and need no network.

import { button, h, icon } from '../offline/dom.js';
import { fr } from '../offline/french.js';
import { BLOCKING, find, KINDS, search, warm } from '../shared/personal-data.js';

const PAUSE = 400; // ms without a key before looking
const SLICE = 12; // ms of looking, at most, between two keys
const AROUND = 30; // signs shown on either side of a passage
const MOST = 20; // passages shown at once: a text that is nothing else must not stop the page
const FIELDS = 'textarea, input[type="text"], input:not([type])';
const CONTACTS = ['phone', 'email', 'address'];
const REASON = 'guard_reason';
const LEAVES = ['draft']; // a draft is its author's alone
let ids = 0;
let warming = null;

export function attach(form) {
  const isAlarm = form.dataset.guard !== 'hint';
  const shown = new Map(); // field → its place under it
  const known = new Map(); // field → what was found in it, and in which words
  let timer = 0;
  let isPressing = false;
  let hold = form.querySelector('[data-guard-panel]'); // the panel that holds the form back: the server may have shown it first

  const fields = () => [...form.querySelectorAll(FIELDS)].filter((field) => field.name && field.name !== REASON
    && !field.readOnly && field.dataset.guard !== 'off');
  const passages = () => fields().flatMap((field) => foundIn(field).map((span) => ({ ...span, field })));
  const reason = () => form.elements[REASON];

  function foundIn(field, spans = null) {
    const { value } = field;
    if (spans || known.get(field)?.value !== value) known.set(field, { value, spans: spans ?? find(value) });
    return known.get(field).spans;
  }

  // A long text is read little by little, and read again if it changed meanwhile.
  async function lookUnhurried() {
    for (const field of fields()) {
      const { value } = field;
      const isNew = known.get(field)?.value !== value;
      const spans = isNew ? await unhurried(search(value)) : null;
      if (field.value !== value) return soon();
      if (spans) foundIn(field, spans);
    }
    return isPressing ? soon() : look();
  }

  function look() {
    clearTimeout(timer);
    timer = 0;
    const all = passages();
    for (const field of fields()) under(field, all.filter((one) => one.field === field));
    if (hold) all.length ? showHold(all) : letGo();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(lookUnhurried, PAUSE);
  }

  function under(field, found) {
    if (!shown.has(field) && !found.length) return;
    if (!shown.has(field)) shown.set(field, placeUnder(field));
    const { place, said, list } = shown.get(field);
    const text = found.length ? sentence(found, isAlarm) : '';
    if (said.textContent !== fr(text)) said.replaceChildren(...(text ? [icon('shield-alert'), h('span', {}, text)] : []));
    said.className = `state ${found.some(isBlocking) ? 'bad' : 'look'}`;
    list.replaceChildren(...lines(found, line));
    place.classList.toggle('empty-guard', !found.length);
    list.hidden = !found.length || hold !== null;
  }

  function line(one) {
    const [label, instead] = KINDS[one.kind];
    const asks = !isAlarm && CONTACTS.includes(one.kind) ? ', contact d’un organisme ?' : '';
    const gesture = button(`Remplacer par ${instead}`, () => replace(one), { shape: 'replace' });
    return h('li', {}, excerpt(one), h('p', { class: 'help' }, `Semble être ${label}${asks || (isBlocking(one) ? ', qui ne peut pas être publié.' : '.')}`), gesture);
  }

  function replace({ field, start, end, kind }) {
    const same = foundIn(field).find((one) => one.start === start && one.end === end && one.kind === kind);
    if (same) write(field, same);
    look();
    if (hold) (hold.querySelector('button') ?? hold).focus();
  }

  function showHold(all) {
    const kept = reason()?.value ?? '';
    const hadFocus = document.activeElement?.name === REASON;
    const made = holdPanel(all, line, kept);
    hold.replaceChildren(...made);
    hold.className = `msg ${all.some(isBlocking) ? 'bad' : 'look'} guard-hold`;
    if (hadFocus) reason()?.focus();
  }

  function letGo() {
    hold.remove();
    hold = null;
    for (const { list } of shown.values()) list.hidden = !list.children.length;
  }

  function holdBack(event, all) {
    event.preventDefault();
    event.stopImmediatePropagation(); // the outbox and the others do not see this departure
    if (!hold) {
      hold = h('section', { tabindex: '-1', role: 'alert', 'data-guard-panel': true });
      const last = event.submitter && form.contains(event.submitter) ? event.submitter.closest('.cluster, .halves, .thumb, p') ?? event.submitter : null;
      if (last && last !== form && form.contains(last)) last.before(hold);
      else form.append(hold);
    }
    look();
    hold.focus();
    hold.scrollIntoView({ block: 'center' });
  }

  // Captured: before the listeners of the form itself, in whatever order the behaviours were loaded.
  form.addEventListener('submit', (event) => {
    const { submitter } = event;
    if (!isAlarm || event.defaultPrevented || LEAVES.includes(submitter?.value) || submitter?.name === 'replace') return;
    const all = passages();
    const blocked = all.some(isBlocking) || find(reason()?.value ?? '').length > 0;
    if (all.length && (blocked || !saysSomething(reason()?.value))) holdBack(event, all);
  }, { capture: true });
  form.addEventListener('input', ({ target }) => { if (target.name !== REASON) soon(); });
  // a list that appears while a button is being pressed would move it away from under the finger
  addEventListener('pointerdown', () => { isPressing = true; });
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { isPressing = false; });
  soon();
  if (!warming) warming = prepare(warm());
}

async function unhurried(steps) {
  let since = performance.now();
  let step = steps.next();
  while (!step.done) {
    if (performance.now() - since > SLICE) {
      await new Promise((go) => { setTimeout(go); });
      since = performance.now();
    }
    step = steps.next();
  }
  return step.value;
}

// In the idle moments between two keys; where nothing tells them, shortly after each other.
function prepare(steps) {
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 20));
  const step = () => { if (!steps.next().done) idle(step); };
  idle(step);
  return steps;
}

const isBlocking = ({ kind }) => BLOCKING.has(kind);
const saysSomething = (text = '') => text.split(/\s+/).some((word) => /^\p{L}{2,}$/u.test(word));

function sentence(found, isAlarm) {
  const many = found.length > 1;
  if (found.some(isBlocking)) return `Ce texte contient ${KINDS[found.find(isBlocking).kind][0]}. Retirez-le${isAlarm ? ' pour envoyer' : ''}.`;
  const what = `${found.length} passage${many ? 's' : ''} semble${many ? 'nt' : ''} désigner une personne.`;
  return isAlarm ? `${what} Remplacez-${many ? 'les' : 'le'} d’un geste.` : `${what} Gardez le contact d’un organisme, remplacez le reste.`;
}

function holdPanel(all, line, kept) {
  const free = all.filter((one) => !isBlocking(one));
  const box = h('input', { id: REASON, name: REASON, maxlength: 200, autocomplete: 'off', 'aria-describedby': `${REASON}-aide` });
  box.value = kept;
  return [
    icon('shield-alert'),
    h('h2', {}, sentence(all, true)),
    h('p', { class: 'small' }, 'Votre texte n’est pas parti.'),
    h('ul', { class: 'guard-list' }, lines(all, line)),
    free.length > 0 && h('div', { class: 'field' }, h('label', { for: REASON }, 'Je garde ces passages parce que'),
      h('p', { class: 'help', id: `${REASON}-aide` }, 'En quelques mots, sans recopier le passage. Puis envoyez de nouveau.'), box),
  ].filter(Boolean);
}

// The first passages, then how many more: replacing one brings the next.
function lines(found, line) {
  const more = found.length - MOST;
  return [...found.slice(0, MOST).map(line), more > 0 && h('li', { class: 'help' }, `et ${more} autre${more > 1 ? 's' : ''}`)].filter(Boolean);
}

function placeUnder(field) {
  const said = h('p', { class: 'state look', role: 'status' });
  const list = h('ul', { class: 'guard-list', id: `garde-${(ids += 1)}` });
  const place = h('div', { class: 'guard' }, said, list);
  (field.closest('.field') ?? field.parentElement).append(place);
  return { place, said, list };
}

let spelt = { value: '', points: [] };
function pointsOf({ value }) {
  if (spelt.value !== value) spelt = { value, points: [...value] };
  return spelt.points;
}

// The words around a passage are shown as they were typed: no no-break space of ours in them.
function excerpt({ field, start, end }) {
  const points = pointsOf(field);
  const text = (from, to) => document.createTextNode(points.slice(Math.max(0, from), to).join(''));
  const passage = document.createElement('mark');
  passage.append(text(start, end));
  const before = start > AROUND ? '…' : '';
  return h('p', {}, document.createTextNode(before), text(start - AROUND, start), passage, text(end, end + AROUND),
    document.createTextNode(points.length > end + AROUND ? '…' : ''));
}

// As if typed, so that the browser's own undo takes it back.
function write(field, { kind, start, end }) {
  const points = pointsOf(field);
  const units = (count) => points.slice(0, count).join('').length;
  const wanted = [units(start), units(end)];
  const instead = KINDS[kind][1];
  const { readOnly } = field;
  field.focus({ preventScroll: true });
  field.setSelectionRange(...wanted);
  if (!readOnly && document.execCommand('insertText', false, instead)) return;
  field.setRangeText(instead, ...wanted, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
