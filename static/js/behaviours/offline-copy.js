// « Ma copie hors ligne »: what is kept here, what waits, what can be done. Drawn again when something moves.

import { attachAll } from '../app.js';
import { getMeta, isShared, listDrafts, listOutbox, setMeta } from '../store.js';
import { hear } from '../offline/device.js';
import { button, empty, facts, h, link, message, row, sheet } from '../offline/dom.js';
import { saveToFile } from '../offline/export.js';
import { count, size, upTo } from '../offline/french.js';
import { writeHint } from '../offline/hint.js';
import { kindOf } from '../offline/pages.js';
import { whoIsHere } from '../offline/person.js';
import { sparesData, sync } from '../offline/replica.js';
import { tellNetwork } from '../offline/status.js';
import { entryPage } from '../offline/views/entry.js';
import { draftRow } from '../offline/views/mine.js';
import { pendingRows } from '../offline/views/pending.js';

export async function attach(place) {
  const { uid, db } = await whoIsHere();
  const head = h('header', { class: 'stack tight' }, h('h1', {}, 'Ma copie hors ligne'));
  if (!db) {
    place.replaceChildren(head, isShared()
      ? message('Sur un poste partagé, rien n’est gardé', 'Lisez et écrivez avec le réseau. Pour une copie, connectez-vous sur votre propre appareil.')
      : message('Aucune copie sur cet appareil', 'Connectez-vous : les fiches s’enregistrent ensuite toutes seules.', {}, link('Se connecter', '/connexion?next=/hors-ligne', { look: 'main' })));
    return;
  }
  const key = new URLSearchParams(location.search).get('cle');
  const entry = key && await db.get('outbox', key);
  if (entry) {
    place.replaceChildren(...entryPage(db, entry).filter(Boolean));
    return;
  }
  const install = h('div', { 'data-behaviour': 'install' });
  attachAll(install);
  head.append(h('p', { class: 'lead' }, 'Tout ceci s’ouvre sans réseau, sur cet appareil.'));
  const draw = async () => place.replaceChildren(head, ...await whole(db, uid, install));
  await draw();
  if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
  hear(({ type }) => { if (type === 'outbox' || type === 'copy') draw(); });
}

async function whole(db, uid, install) {
  const [list, entries, drafts] = [await getMeta(db, 'list') ?? [], await listOutbox(db), await listDrafts(db)];
  const paused = await getMeta(db, 'paused');
  return [
    list.length ? sheet(kinds(list)) : paused
      ? message('La copie est effacée', 'Vos textes à envoyer sont toujours là. « Mettre à jour » la fait revenir.')
      : message('La copie n’est pas encore là', 'Elle arrive avec le réseau, en moins d’une minute.'),
    h('section', { id: 'a-envoyer' }, h('div', { class: 'head' }, h('h2', {}, 'À envoyer'),
      (entries.length > 0 || drafts.length > 0) && button('Enregistrer dans un fichier', () => saveToFile(entries, drafts), { look: 'quiet' })),
    entries.length ? sheet(pendingRows(entries)) : empty('Rien à envoyer. Tout est parti.')),
    drafts.length > 0 && h('section', {}, h('div', { class: 'head' }, h('h2', {}, 'Brouillons de cet appareil')), sheet(drafts.map(draftRow))),
    await about(db, uid), install,
  ].filter(Boolean);
}

function kinds(list) {
  const names = [...new Set(list.map(({ kind }) => kind))].sort((a) => (a === 'practice' ? -1 : 1));
  return names.map((name) => {
    const { one, many, icon, list: url } = kindOf({ kind: name });
    return row(count(list.filter(({ kind }) => kind === name).length, one, many), { url, lead: icon });
  });
}

async function about(db, uid) {
  const synced = await getMeta(db, 'synced_at');
  const full = await getMeta(db, 'full');
  const { usage } = await navigator.storage?.estimate?.() ?? {};
  const safe = await navigator.storage?.persisted?.();
  const wifi = h('input', { type: 'checkbox', checked: Boolean(await getMeta(db, 'wifi-only')), onchange: ({ target }) => setMeta(db, 'wifi-only', target.checked) });
  return h('section', { class: 'stack' }, h('h2', { class: 'h-l' }, 'Cette copie'),
    full && message('La mémoire de cet appareil est pleine', 'Les fiches ne sont plus gardées en entier, sauf vos favoris. Vos textes à envoyer sont tous là.', { tone: 'look', shape: 'triangle-alert' }),
    facts(['clock', synced ? `À jour du ${upTo(synced)}` : 'Pas encore à jour'], usage && ['hard-drive', `${size(usage)} sur cet appareil`],
      ['lock', 'Effacée quand vous vous déconnectez'],
      [safe ? 'shield-check' : 'shield', safe ? 'Le navigateur s’engage à la garder' : 'Copie fragile : le navigateur peut l’effacer s’il manque de place. Installer Partage la protège.'],
      await sparesData(db) && ['wifi', 'Économie de données : la copie ne se met à jour que si vous le demandez ici.']),
    h('label', { class: 'choice' }, wifi, h('span', {}, h('b', {}, 'Mettre à jour en Wi-Fi seulement'))),
    h('div', { class: 'cluster' }, button('Mettre à jour', (event) => update(event, uid), { shape: 'refresh-cw' }),
      button('Effacer la copie', () => erase(db), { look: 'harm', shape: 'trash-2' })),
    h('p', { class: 'small', role: 'status', id: 'copie-dit' }));
}

async function update({ currentTarget: gesture }, uid) {
  gesture.setAttribute('aria-busy', 'true');
  const verdict = await sync(uid, { asked: true });
  gesture.removeAttribute('aria-busy');
  tellNetwork(verdict !== 'later');
  const said = {
    done: 'La copie est à jour.', busy: 'Une mise à jour est déjà en cours.', full: 'La mémoire de cet appareil est pleine : la copie n’y tient pas.',
    'sign-in': 'Votre session est finie. Reconnectez-vous pour mettre à jour.', later: 'Le serveur ne répond pas. La copie se mettra à jour à son retour.',
  };
  if (verdict === 'done') {
    writeHint({ uid, synced: new Date().toISOString() });
    (await import('../offline/search.js')).refresh(uid);
  }
  document.getElementById('copie-dit')?.replaceChildren(said[verdict] ?? 'La mise à jour n’a pas abouti. Réessayez.');
}

// Rows and index go; unsent texts and drafts stay. The copy comes back when the person asks for it.
async function erase(db) {
  const tx = db.transaction(['row', 'meta'], 'readwrite');
  tx.objectStore('row').clear();
  const wifi = await tx.objectStore('meta').get('wifi-only');
  tx.objectStore('meta').clear();
  if (wifi) tx.objectStore('meta').put(wifi);
  tx.objectStore('meta').put({ name: 'paused', value: true });
  await tx.done;
  writeHint({ synced: null });
  location.reload();
}
