// Drafts of this device: whose turn it is to write one, which one a form may take up, which ones the server has.

import { dropDraft, listDrafts } from '../store.js';
import { tell } from '../offline/device.js';

const NEW = ':new:';

/** The texts the server says it has just saved are no longer drafts. */
export async function dropAcknowledged(db) {
  const saved = [...document.querySelectorAll('meta[name="partage-saved"]')].map(({ content }) => content.split(':')[0]);
  if (!saved.length) return;
  for (const { key, client_id: id } of await listDrafts(db)) if (saved.includes(id)) await dropDraft(db, key);
}

/** Take a draft for this tab: answers how to let it go, or null when another tab has it (`wait`: once it is free). */
export function hold(key, wait = false) {
  return new Promise((resolve) => {
    if (!navigator.locks) resolve(() => {});
    else {
      navigator.locks.request(`draft ${key}`, { ifAvailable: !wait }, (lock) => {
        if (lock) return new Promise((release) => { resolve(release); });
        return resolve(null);
      });
    }
  });
}

/** The draft a form may take up: the one its address names, its own, or the last new text of the same kind. */
export async function draftFor(db, form, payload) {
  const { key } = form.dataset;
  const drafts = await listDrafts(db);
  const find = (wanted) => drafts.find((draft) => draft.key === wanted);
  const asked = new URLSearchParams(location.search).get('brouillon');
  const named = asked && (find(`${key}:${asked}`) ?? find(family(key) + asked));
  if (named || find(key) || !key.includes(NEW)) return named || find(key);
  const elsewhere = ((await navigator.locks?.query())?.held ?? []).map(({ name }) => name);
  return drafts.filter((draft) => draft.key.startsWith(family(key)) && draft.payload.kind === payload.kind && !elsewhere.includes(`draft ${draft.key}`))
    .sort((one, other) => (one.saved_at < other.saved_at ? 1 : -1))[0];
}

/** The text of the outbox its address names (`?cle=`) becomes the draft of this form; with it, why it was refused. */
export async function takeBack(db, form) {
  const asked = new URLSearchParams(location.search).get('cle');
  if (!asked || form.dataset.offline !== undefined) return null;
  const { key, address: url } = form.dataset;
  const take = async () => {
    const tx = db.transaction(['outbox', 'draft'], 'readwrite');
    const [entry, old] = [await tx.objectStore('outbox').get(asked), await tx.objectStore('draft').get(key)];
    if (!entry || String(entry.payload.text_id ?? '') !== form.elements.text_id.value) return null;
    const { write, payload, base, title, created, error } = entry;
    const draft = { key, url, write, payload, base, title, client_id: null, sent: false, saved_at: created };
    if (old) tx.objectStore('draft').put(aside(old));
    tx.objectStore('draft').put(draft);
    tx.objectStore('outbox').delete(asked);
    await tx.done;
    tell('outbox');
    return { ...draft, error };
  };
  return navigator.locks ? navigator.locks.request('partage-outbox', take) : take(); // never while it is being sent
}

const family = (key) => key.slice(0, key.indexOf(NEW) + NEW.length);

/** The same draft, put aside: under a key and an address of its own. */
export function aside(draft) {
  const stamp = Date.now();
  return { ...draft, key: `${draft.key}:${stamp}`, client_id: null, url: `${draft.url.split('?')[0]}?brouillon=${stamp}` };
}
