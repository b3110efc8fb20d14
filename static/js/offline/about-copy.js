// « Cette copie »: its date, its weight, how safe it is, and the gestures on it.

import { dropImages, getMeta, openStore, setMeta } from '../store.js';
import { tell } from './device.js';
import { button, choice, facts, h, message } from './dom.js';
import { size, upTo } from './french.js';
import { writeHint } from './hint.js';
import { sparesData, sync } from './replica.js';
import { tellNetwork } from './status.js';

const SAID = {
  done: 'La copie est à jour.',
  full: 'La mémoire de cet appareil est pleine : la copie n’y tient pas.',
  'sign-in': 'Votre session est finie. Reconnectez-vous pour mettre à jour.',
  later: 'Le serveur ne répond pas. La copie se mettra à jour à son retour.',
};
let lastSaid = '';

export async function aboutCopy(db, uid) {
  const keepChoice = ({ target }) => setMeta(db, 'wifi-only', target.checked);
  const wifi = { type: 'checkbox', checked: Boolean(await getMeta(db, 'wifi-only')), onchange: keepChoice };
  return h('section', { class: 'stack' }, h('h2', { class: 'h-l' }, 'Cette copie'),
    await getMeta(db, 'full') && tooFull(), facts(...await known(db)),
    choice(wifi, 'Mettre à jour en Wi-Fi seulement'),
    h('div', { class: 'cluster' }, button('Mettre à jour', (event) => update(event, uid), { shape: 'refresh-cw' }),
      button('Effacer la copie', () => erase(db), { look: 'harm', shape: 'trash-2' })),
    h('p', { class: 'small', role: 'status', id: 'copie-dit' }, lastSaid));
}

const tooFull = () => message('La mémoire de cet appareil est pleine',
  'Les fiches ne sont plus gardées en entier, sauf vos favoris. Vos textes à envoyer sont tous là.',
  { tone: 'look', shape: 'triangle-alert' });

async function known(db) {
  const synced = await getMeta(db, 'synced_at');
  const { usage } = await navigator.storage?.estimate?.() ?? {};
  const safe = await navigator.storage?.persisted?.();
  return [
    ['clock', synced ? `À jour du ${upTo(synced)}` : 'Pas encore à jour'],
    usage && ['hard-drive', `${size(usage)} sur cet appareil`],
    ['lock', 'Effacée quand vous vous déconnectez'],
    safe ? ['shield-check', 'Le navigateur s’engage à la garder']
      : ['shield', 'Copie fragile : le navigateur peut l’effacer s’il manque de place. Installer Partage la protège.'],
    await sparesData(db) && ['wifi', 'Économie de données : la copie ne se met à jour que si vous le demandez ici.'],
  ];
}

async function update({ currentTarget: gesture }, uid) {
  gesture.setAttribute('aria-busy', 'true');
  lastSaid = '';
  const verdict = await sync(uid, { asked: true });
  tellNetwork(verdict !== 'later');
  if (verdict === 'done') {
    writeHint({ uid, synced: new Date().toISOString() });
    (await import('./search.js')).refresh(uid);
    (await import('./images.js')).keepImages(await openStore(uid));
  }
  gesture.removeAttribute('aria-busy');
  lastSaid = SAID[verdict] ?? 'La mise à jour n’a pas abouti. Réessayez.';
  tell('copy');
}

// Rows and index go; unsent texts and drafts stay. The copy comes back when the person asks for it.
async function erase(db) {
  await dropImages(db);
  const tx = db.transaction(['row', 'meta'], 'readwrite');
  const [rows, meta] = [tx.objectStore('row'), tx.objectStore('meta')];
  rows.clear();
  const wifi = await meta.get('wifi-only');
  meta.clear();
  if (wifi) meta.put(wifi);
  meta.put({ name: 'paused', value: true });
  await tx.done;
  writeHint({ synced: null });
  location.reload();
}
