// The images of the copy: what the kept texts show, favourites first, then the latest, within a budget.

import { dropImages, fits, getMeta, imagesOf, setMeta } from '../store.js';

const BUDGET = 20e6; // bytes: about a hundred images
const SHOWN = /<img\b[^>]*\bsrc="(\/fichiers\/[0-9a-f]{32}\/[^"]+)"/g;

/** The addresses of the images a text shows. */
export const shownIn = (html = '') => [...html.matchAll(SHOWN)].map(([, url]) => url);

/** Fetch the images that lack, drop those no text shows. Goes on at the next visit when the network stops. */
export async function keepImages(db) {
  const favourites = new Set((await getMeta(db, 'favourites') ?? []).map(String));
  const done = JSON.stringify([await getMeta(db, 'listed'), [...favourites]]);
  if (!globalThis.caches || await getMeta(db, 'full') || await getMeta(db, 'images') === done) return;
  const first = ({ key }) => (favourites.has(key) ? 0 : 1);
  const texts = (await getMeta(db, 'pictures') ?? []).sort((a, b) => first(a) - first(b) || (a.at < b.at ? 1 : -1));
  const urls = new Set(texts.flatMap((text) => text.urls));
  if (!urls.size) await dropImages(db);
  else if (!await keepAll(db, urls)) return;
  await setMeta(db, 'images', done);
}

async function keepAll(db, urls) {
  const cache = await caches.open(imagesOf(db));
  const kept = new Set();
  let room = BUDGET;
  for (const url of urls) {
    const known = await cache.match(url, { ignoreVary: true });
    const answer = known ?? await fetch(url).catch(() => null);
    if (!answer || answer.status >= 500) return false;
    if (!answer.ok || answer.redirected || !answer.headers.get('Content-Type')?.startsWith('image/')) continue;
    room -= Number(answer.headers.get('Content-Length')) || (await answer.clone().blob()).size;
    if (room < 0) break;
    kept.add(url);
    if (!known && !await fits(() => cache.put(url, answer))) break;
  }
  for (const { url } of await cache.keys()) if (!kept.has(new URL(url).pathname)) await cache.delete(url);
  return true;
}
