// What is typed is kept on this device, at most 2 s behind, until the server says it has it.

import { isFull, isShared, dropDraft, openStore, putDraft } from '../store.js';
import { button, h, icon, message } from '../offline/dom.js';
import { fr, upTo } from '../offline/french.js';
import { readForm } from '../offline/payload.js';
import { whoIsHere } from '../offline/person.js';
import { aside, draftFor, dropAcknowledged, hold, takeBack } from '../editor/drafts.js';
import { fill, same, touched } from '../editor/fields.js';
import { keepOpen } from '../editor/shared.js';

const PAUSE = 1000; // ms between a key and the device
const CHANGED = { 'practice.save': 'La fiche a changé', 'question.save': 'La question a changé', 'answer.save': 'La réponse a changé' };
const SHARED = 'Poste partagé : rien n’est gardé sur cet appareil. Enregistrez avant de partir.';
const NOWHERE = 'Ce navigateur ne garde rien. Enregistrez avant de partir.';
const FULL = 'La mémoire de cet appareil est pleine. Enregistrez sans attendre.';
const FAILED = 'Cet appareil n’a pas pu garder votre texte. Enregistrez sans attendre.';

export async function attach(form) {
  const line = savedLine(form);
  const isAnswer = location.pathname.startsWith(new URL(form.getAttribute('action'), location).pathname);
  const isOffline = form.dataset.offline !== undefined;
  const { uid, db } = await whoIsHere();
  if (!db) {
    line(isShared() ? SHARED : NOWHERE, 'info');
    if (isShared()) keepOpen(form);
    return;
  }
  let dirty = touched(form) || isAnswer;
  let letGo = null; // set while this tab is the one that writes
  let over = false; // the text is in the outbox
  let sent = false; // the form is on its way: what is typed now is not what the server will acknowledge
  let former = null; // a draft nobody chose about: put aside before it is written over
  let timer = 0;

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (!dirty || over || !letGo) return;
    dirty = false;
    const { key, address } = form.dataset;
    const draft = { ...readForm(form), key, url: address || location.pathname, client_id: sent ? null : form.elements.client_id?.value };
    try {
      const store = await openStore(uid);
      const old = former;
      former = null;
      if (old?.key === key) await putDraft(store, aside(old));
      await putDraft(store, draft);
      line(`Gardé sur cet appareil à ${clock(new Date())}`, 'smartphone');
      if (address && (isAnswer || key.includes(':new:'))) history.replaceState(null, '', address + location.hash); // a tab that comes back finds it
    } catch (error) {
      dirty = true;
      line(isFull(error) ? FULL : FAILED, 'triangle-alert');
    }
  }

  function soon() {
    dirty = true;
    timer ||= setTimeout(save, PAUSE);
  }

  async function take(wait = false) {
    letGo = await hold(form.dataset.key, wait);
    if (letGo) return begin();
    const said = say(form, message('Ce texte est ouvert dans un autre onglet', 'Rien n’est gardé depuis cet onglet. Continuez dans l’autre, ou fermez-le.', { tone: 'look' }));
    await take(true);
    return said.remove();
  }

  async function begin() {
    const waited = await takeBack(await openStore(uid), form);
    if (waited) return comeBack(waited);
    const { payload, base } = readForm(form);
    const draft = await draftFor(await openStore(uid), form, payload);
    if (draft && same(draft.payload, payload)) {
      if (dirty || isOffline) line(`Gardé sur cet appareil à ${clock(new Date(draft.saved_at))}`, 'smartphone');
      else if (draft.key === form.dataset.key) await dropDraft(await openStore(uid), draft.key); // the server's page says the same
    } else if (draft && !isAnswer) {
      former = draft;
      offer(draft, draft.base !== base || draft.saved_at < (form.dataset.seen ?? ''));
    }
    return save();
  }

  async function comeBack(draft) {
    await resume(draft);
    if (draft.error) say(form, message('Le serveur avait refusé ce texte', draft.error, { tone: 'bad', shape: 'octagon-alert' }));
    return save();
  }

  function offer(draft, isOlder) {
    const [day, hour] = upTo(draft.saved_at).split(', ');
    const said = say(form, message(`Reprendre mon brouillon du ${day} à ${hour}`, `${isOlder ? `${CHANGED[form.dataset.write] ?? 'Ce texte a changé'} depuis. ` : ''}${draft.title ? `« ${draft.title} » est gardé` : 'Il est gardé'} sur cet appareil.`, { shape: 'history' },
      h('p', { class: 'cluster' }, button('Reprendre', () => resume(draft, said)), button('Laisser', () => said.remove()))));
    if (location.search.includes('brouillon=')) said.focus();
  }

  async function resume(draft, said) {
    if (draft.key !== form.dataset.key) {
      const other = await hold(draft.key);
      said.remove();
      if (!other) return say(form, message('Ce texte est ouvert dans un autre onglet', 'Continuez dans l’autre, ou fermez-le.', { tone: 'look' })).focus();
      letGo?.();
      letGo = other;
      Object.assign(form.dataset, { key: draft.key, address: draft.url });
    }
    former = null;
    said?.remove();
    fill(form, draft.payload);
    const { client_id: id, base_id: from } = form.elements;
    if (draft.client_id) id.value = draft.client_id;
    if (from) from.value = draft.base ?? ''; // the server then knows which version these words started from
    form.dataset.base = draft.base ?? '';
    form.dispatchEvent(new Event('input', { bubbles: true }));
    line(`Gardé sur cet appareil à ${clock(new Date(draft.saved_at))}`, 'smartphone');
    return form.querySelector('input:not([type=hidden]), textarea').focus();
  }

  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  form.addEventListener('kept', () => { over = true; });
  form.addEventListener('reset', () => { over = dirty = false; });
  form.addEventListener('submit', () => {
    sent = false;
    save();
    sent = Boolean(form.dataset.sure) || !form.matches('[data-behaviour~="outbox"]');
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  addEventListener('pagehide', () => { save(); letGo?.(); });
  addEventListener('pageshow', ({ persisted }) => { if (persisted) { sent = false; take(); } });
  await dropAcknowledged(db);
  await take();
}

const clock = (date) => upTo(date).split(', ')[1];

function say(form, said) {
  said.dataset.offer = '';
  const head = form.querySelector('header');
  if (head) head.after(said);
  else form.prepend(said);
  return said;
}

function savedLine(form) {
  const words = form.querySelector('[data-saved]');
  return (text, shape) => {
    if (!words || words.textContent === fr(text)) return;
    words.textContent = fr(text);
    words.parentElement.querySelector('svg')?.replaceWith(icon(shape));
  };
}
