// The service worker: a short table of rules. partage/offline/worker.py puts VERSION, PRECACHE and the modules it shares
// with the pages above this line. It holds no text and no name: pages are built from the database of the person.

import { enqueue, imagesOf, listOutbox, openStore, putDraft } from './store.js';
import { closeDevice, recall } from './offline/device.js';
import { endSession } from './offline/net.js';
import { replay } from './offline/outbox.js';

const CACHE = `partage-${VERSION}`;
const SHELL = '/coquille';
const PATIENCE = 3000; // then a page the device knows opens from it
const IMAGES = 'partage-images-'; // of each person: kept by offline/images.js
const LONG_PATIENCE = 25000; // for a page only the network has
const BUILT = /^\/($|themes$|recherche$|hors-ligne(\/|$)|compte$|pratiques($|\/nouvelle$|\/[^/]+\/modifier$)|entraide($|\/poser$|\/.+\/modifier$))/;
const GESTURE = /^\/(?:textes|entraide\/reponses|pratiques)\/([^/]+)\/(favori|suivi|merci|choix|fraicheur)$/;
const GESTURES = {
  favori: ['text.favourite', isOn], suivi: ['text.watch', isOn], merci: ['text.thanks', isOn], choix: ['answer.accept', () => ({})],
  fraicheur: ['practice.freshness', (form, { id }) => ({ ...pick(form, 'answer', 'note', 'guard_reason'), text_id: id })],
};
const GESTURE_PATIENCE = 10000;
let silentSince = 0;

const RULES = [
  [({ method }, { pathname }) => method === 'POST' && pathname === '/partager', keepShared],
  [({ method }, { pathname }) => method === 'POST' && GESTURE.test(pathname), gesture],
  [({ method, mode }) => method === 'GET' && mode === 'navigate', openPage],
  [({ method }, { pathname }) => method === 'GET' && pathname.startsWith('/static/'), fromCache],
  [({ method, destination }, { pathname }) => method === 'GET' && destination === 'image' && pathname.startsWith('/fichiers/'), image],
];

self.addEventListener('install', (event) => {
  // the shell has no version in its address: never a stale copy of it
  const wanted = PRECACHE.map((url) => new Request(url, { cache: url === SHELL ? 'reload' : 'default' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    // the version before stays: pages opened with it still load their modules
    const ours = (await caches.keys()).filter((name) => name.startsWith('partage-') && !name.startsWith(IMAGES) && name !== CACHE);
    await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

self.addEventListener('message', ({ data }) => {
  if (data?.type === 'skip-waiting') self.skipWaiting();
});

self.addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(sendAll());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const rule = RULES.find(([applies]) => applies(event.request, url));
  if (rule) event.respondWith(rule[1](event, url));
});

async function sendAll() {
  const person = await recall('person');
  if (!person || await recall('signed-out')) return;
  if (await replay(person.uid) === 'later') throw new Error('later'); // the browser tries again by itself
}

async function fromCache(event) {
  return await caches.match(event.request, { ignoreVary: true }) ?? fetch(event.request);
}

// One that waits in the outbox, one of the copy, or the network.
async function image({ request }, { pathname }) {
  const person = await recall('person');
  const db = person && !await recall('signed-out') && await openStore(person.uid);
  if (!db) return fetch(request);
  const kept = await caches.match(request, { cacheName: imagesOf(db), ignoreVary: true });
  if (kept || !pathname.startsWith('/fichiers/attente-')) return kept ?? fetch(request);
  const entry = (await listOutbox(db)).find(({ payload }) => payload.place === pathname);
  return entry ? new Response(entry.payload.bytes, { headers: { 'Content-Type': entry.payload.type } }) : fetch(request);
}

async function openPage(event, url) {
  const network = fromNetwork(event);
  event.waitUntil(network);
  if (await recall('signed-out')) return afterSignOut(event);
  const patience = Date.now() - silentSince < 60000 ? 1000 : PATIENCE;
  let answer = await Promise.race([network, after(patience)]);
  if (answer === undefined && !await isKnown(url)) answer = await Promise.race([network, after(LONG_PATIENCE)]);
  silentSince = answer === undefined ? Date.now() : 0;
  return answer ?? shell();
}

// null when nobody answers: a proxy alone in front of a stopped server says 502 or 504
async function fromNetwork(event) {
  try {
    const answer = await event.preloadResponse ?? await fetch(event.request);
    return [502, 504].includes(answer.status) ? null : answer;
  } catch {
    return null;
  }
}

const after = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

async function isKnown(url) {
  const person = await recall('person');
  if (!person) return false;
  if (BUILT.test(url.pathname)) return true;
  const db = await openStore(person.uid);
  return Boolean(await db?.getKeyFromIndex('row', 'url', url.pathname));
}

async function shell() {
  const kept = await caches.match(SHELL, { cacheName: CACHE, ignoreVary: true }); // not the one of the version before
  return kept ? new Response(kept.body, { headers: kept.headers }) : Response.error();
}

// Somebody signed out without network: their cookie still opens the site, so the session ends before anything is shown.
async function afterSignOut(event) {
  if (!await endSession()) return shell();
  await closeDevice();
  indexedDB.deleteDatabase('partage-device');
  await self.registration.unregister();
  const names = (await caches.keys()).filter((name) => name.startsWith('partage-'));
  await Promise.all(names.map((name) => caches.delete(name)));
  return fetch(event.request);
}

// What another application shares becomes a draft of the person, network or not.
async function keepShared(event) {
  const shared = await event.request.formData();
  const text = (name) => String(shared.get(name) ?? '').trim();
  const person = await recall('person');
  const db = person && await openStore(person.uid);
  if (!db) return Response.redirect('/pratiques/nouvelle', 303);
  const id = crypto.randomUUID();
  const url = `/pratiques/nouvelle?genre=bonne-pratique&mode=libre&brouillon=${id}`;
  const body = [text('texte'), text('adresse')].filter(Boolean).join('\n\n');
  const payload = { text_id: null, kind: 'bonne-pratique', title: text('titre').slice(0, 120), body, sources: text('adresse') };
  await putDraft(db, { key: `practice:new:${id}`, write: 'practice.save', payload, title: payload.title, url });
  return Response.redirect(url, 303);
}

// One tap on a page that came with the network, which has gone since: it waits like the rest. Done twice, it is done once.
async function gesture({ request }, { pathname }) {
  const sent = request.clone();
  const answer = await Promise.race([fetch(request).catch(() => null), after(GESTURE_PATIENCE)]);
  if (answer && ![502, 504].includes(answer.status)) return answer;
  const person = await recall('person');
  const db = person && !await recall('signed-out') && await openStore(person.uid);
  if (!db) return Response.error();
  const [, text, name] = GESTURE.exec(pathname);
  const here = request.referrer ? new URL(request.referrer).pathname : '';
  const row = await db.getFromIndex('row', 'url', here);
  if (!row && name === 'fraicheur') return Response.error(); // its address says no number
  const [write, read] = GESTURES[name];
  const form = await sent.formData();
  const payload = { text_id: Number(text), ...read(form, row) };
  // the key of the form: if only the reply was lost, the server knows it
  const known = form.get('client_id') && { key: `${form.get('client_id')}:${payload.answer}` };
  await enqueue(db, { uid: person.uid, write, payload, title: row?.title ?? '', url: here, ...known });
  self.registration.sync?.register('outbox').catch(() => {});
  return Response.redirect(row ? here : '/hors-ligne#a-envoyer', 303);
}

function pick(form, ...names) {
  return Object.fromEntries(names.map((name) => [name, form.get(name) ?? '']));
}

function isOn(form) {
  return { on: form.get('on') !== '0' };
}
