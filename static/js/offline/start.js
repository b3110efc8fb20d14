// What a page does for the copy once it is shown: who is here, the worker, what waits, what changed.

import { getMeta, listOutbox, openStore } from '../store.js';
import { hear, recall, remember } from './device.js';
import { readHint, writeHint } from './hint.js';
import { keepImages } from './images.js';
import { finishSignOut, forgetOthers, forgetPerson, leaveDevice } from './identity.js';
import { replay } from './outbox.js';
import { sync } from './replica.js';
import { tellOutbox, tellNetwork } from './status.js';
import { goTo, strip } from './strips.js';
import { keepWorker } from './update.js';

const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 300000;
let wait = SHORTEST_WAIT;
let timer = 0;

/** A shared computer where somebody had kept a copy before: it goes, unsent texts stay with their author. */
export async function leave() {
  await forgetOthers(null);
  await leaveDevice();
}

/** `uid` is who the page was made for; null on the shell and for a visitor. */
export async function start(uid) {
  if (await finishSignOut()) {
    location.replace('/au-revoir');
    return;
  }
  const person = await recall('person');
  hear(({ type, own }) => { if (type === 'signed-out' && !own) location.replace('/au-revoir'); });
  if (uid) await settle(uid);
  const here = uid ?? person?.uid;
  addEventListener('pageshow', ({ persisted }) => { if (persisted) stillHere(here); });
  if (!here || await recall('signed-out')) return;
  const db = await openStore(here);
  if (!db) return;
  await tellLostCopy(db, here);
  hear(({ type }) => { if (type === 'outbox' || type === 'sent') tellOutbox(db); });
  tellOutbox(db);
  if (uid) await keepWorker();
  if (uid && location.pathname === '/') offerToInstall();
  listen(here);
  await meet(here);
}

// The welcome page belongs to the server: the offer comes under what it shows.
async function offerToInstall() {
  const place = document.createElement('div');
  document.querySelector('main .two > :last-child, main')?.append(place);
  (await import('../behaviours/install.js')).attach(place);
}

async function settle(uid) {
  await forgetOthers(uid);
  await remember('person', { uid, look: { ...document.documentElement.dataset } });
  writeHint({ uid });
}

// Back to a page the browser had frozen: perhaps nobody, or somebody else, is signed in now.
async function stillHere(here) {
  const person = await recall('person');
  if (here && (person?.uid !== here || await recall('signed-out'))) location.replace('/au-revoir');
}

// Meet the server: send first, then fetch what changed, our own texts included.
async function meet(uid) {
  const sent = await replay(uid);
  const verdict = ['done', 'sign-in'].includes(sent) ? await sync(uid) : sent;
  tellNetwork(verdict !== 'later');
  clearTimeout(timer);
  if (verdict === 'later') {
    timer = setTimeout(() => meet(uid), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  } else if (verdict === 'other') {
    somebodyElse();
  } else if (verdict === 'disabled' || verdict === 'revoked') {
    await goneFor(uid, verdict);
  } else if (verdict === 'done') {
    wait = SHORTEST_WAIT;
    await complete(uid);
  }
}

async function complete(uid) {
  writeHint({ uid, synced: new Date().toISOString() });
  const db = await openStore(uid);
  if (await getMeta(db, 'indexed') !== await getMeta(db, 'listed')) (await import('./search.js')).refresh(uid);
  await keepImages(db);
}

// Another tab signed somebody else in: this page is hers no more.
function somebodyElse() {
  if (document.body.dataset.uid) location.reload();
  else {
    const gesture = goTo('Ouvrir sa page', '/');
    strip('person', 'Une autre personne est connectée sur cet appareil.', { shape: 'user-round', gesture });
  }
}

async function goneFor(uid, verdict) {
  await forgetPerson(uid, { keepTexts: verdict === 'revoked' });
  await leaveDevice();
  location.replace('/connexion');
}

function listen(uid) {
  const now = () => { wait = SHORTEST_WAIT; meet(uid); };
  addEventListener('online', now);
  addEventListener('offline', () => tellNetwork(false));
  document.addEventListener('visibilitychange', () => { if (!document.hidden) now(); });
  hear(({ type, own }) => { if (type === 'written' && own) now(); });
}

// Rows are gone although this device had some: the browser took them away, and perhaps texts with them.
async function tellLostCopy(db, uid) {
  const { uid: whose, synced, unsent } = readHint();
  if (whose !== uid || !synced || await getMeta(db, 'synced_at') || await getMeta(db, 'paused')) return;
  const texts = unsent === 1 ? 'Un texte qui n’était pas parti a disparu'
    : `${unsent} textes qui n’étaient pas partis ont disparu`;
  strip('copy', [
    'La copie de cet appareil a été effacée par le navigateur.',
    unsent && !(await listOutbox(db)).length ? `${texts} avec elle.` : '',
    'Elle revient avec le réseau.',
  ].filter(Boolean).join(' '), { shape: 'hard-drive' });
  writeHint({ synced: null, unsent: 0 });
}
