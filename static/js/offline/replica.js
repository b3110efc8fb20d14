// The copy: what changed since the cursor, written with the new cursor in one transaction, so that it can stop anywhere.

import { dropCopy, dropImages, fits, getMeta, openStore } from '../store.js';
import { tell } from './device.js';
import { shownIn } from './images.js';
import { ask } from './net.js';

const HEAVY = ['html', 'source', 'headings', 'fields', 'sources', 'note', 'answers', 'my_answers'];

let next = null; // a run that has not begun: it will see whatever happened before it does

/**
 * Bring the copy up to date, one run at a time over all the pages of this device. A run that has begun may have missed
 * what was sent since, so it is waited for, not taken for ours.
 * `asked`: by the person, so that saving data or a copy she erased does not stop it.
 * Answers 'done', 'later', 'kept-off', 'full', 'sign-in', 'other', 'disabled'.
 */
export async function sync(uid, { asked = false } = {}) {
  const db = await openStore(uid);
  if (!db) return 'kept-off';
  if (!asked && (await getMeta(db, 'paused') || await sparesData(db))) return 'kept-off';
  if (!navigator.locks) return run(db, uid, asked);
  if (asked) return navigator.locks.request('partage-sync', () => run(db, uid, asked));
  next ??= navigator.locks.request('partage-sync', () => { next = null; return run(db, uid, asked); });
  return next;
}

/** True when this network is to be spared: the browser's data saver, or « Wi-Fi seulement » elsewhere than on Wi-Fi. */
export async function sparesData(db) {
  const network = navigator.connection;
  if (network?.saveData) return true;
  const onWifi = !network?.type || ['wifi', 'ethernet'].includes(network.type);
  return Boolean(await getMeta(db, 'wifi-only')) && !onWifi;
}

async function run(db, uid, asked) {
  if (asked) await forgetLimits(db);
  let startOver = false;
  for (;;) {
    const cursor = startOver ? 0 : await getMeta(db, 'cursor') ?? 0;
    const epoch = await getMeta(db, 'epoch');
    const { reached, status, data } = await ask(`/api/copie?apres=${cursor}${epoch ? `&epoch=${epoch}` : ''}`);
    if (!reached || status >= 429) return 'later';
    if (status === 401) return data.code;
    if (status === 410 && !startOver) {
      startOver = true;
      continue;
    }
    if (status !== 200) return 'later';
    if (data.user !== uid) return 'other';
    if (!await write(db, data, startOver || data.reset)) return 'full';
    startOver = false;
    if (data.more) continue;
    const changed = await getMeta(db, 'listed') !== data.cursor; // also what a page that was left had written
    if (changed) await summarise(db);
    tell('copy', { changed });
    return 'done';
  }
}

// As it is; else without images; else without texts but favourites; else not at all: false.
async function write(db, data, emptyFirst) {
  const light = Boolean(await getMeta(db, 'full'));
  if (await fits(() => put(db, data, emptyFirst, light))) return true;
  if (await dropImages(db) && await fits(() => put(db, data, emptyFirst, light))) return true;
  if (await fits(async () => { await slim(db); await put(db, data, emptyFirst, true); })) return true;
  await dropCopy(db);
  return false;
}

async function put(db, { rows, gone, cursor, epoch, more, favourites }, emptyFirst, light) {
  const kept = new Set((favourites ?? await getMeta(db, 'favourites') ?? []).map(String));
  const tx = db.transaction(['row', 'meta'], 'readwrite');
  const store = tx.objectStore('row');
  const meta = tx.objectStore('meta');
  const set = (name, value) => meta.put({ name, value });
  const [listed, before] = [await meta.get('listed'), await meta.get('cursor')]; // read first: what lacks room fails at the end
  if (emptyFirst) store.clear();
  for (const row of rows) store.put(light && !kept.has(`${row.kind},${row.id}`) ? lightened(row) : row);
  for (const key of gone) store.delete(key);
  // what the lists and the index speak of: nothing, until they are made again from these rows
  if (emptyFirst || rows.length || gone.length) meta.delete('listed');
  else if (listed && listed.value === before?.value) set('listed', cursor);
  set('cursor', cursor);
  set('epoch', epoch);
  if (favourites) set('favourites', favourites);
  if (!more) set('synced_at', new Date().toISOString());
  await tx.done;
}

// The device is full: texts go, favourites last; titles and summaries stay. Room is made first, in a transaction that
// writes nothing: the browser refuses any other. The cursor is away meanwhile, so that a crash leaves no hole.
async function slim(db) {
  const kept = new Set((await getMeta(db, 'favourites') ?? []).map(String));
  const cursor = await db.get('meta', 'cursor');
  const light = (await db.getAll('row')).filter((row) => !kept.has(`${row.kind},${row.id}`)).map(lightened);
  const room = db.transaction(['row', 'meta'], 'readwrite');
  for (const { kind, id } of light) room.objectStore('row').delete([kind, id]);
  for (const name of ['index', 'cursor']) room.objectStore('meta').delete(name);
  await room.done;
  const tx = db.transaction(['row', 'meta'], 'readwrite');
  for (const row of light) tx.objectStore('row').put(row);
  if (cursor) tx.objectStore('meta').put(cursor);
  tx.objectStore('meta').put({ name: 'full', value: new Date().toISOString() });
  await tx.done;
}

// What lists show of every row, in one record: reading a thousand whole texts to show ten titles is slow.
async function summarise(db) {
  const tx = db.transaction(['row', 'meta'], 'readwrite');
  const reached = await tx.objectStore('meta').get('cursor');
  const [list, pictures] = [[], []];
  for (let cursor = await tx.objectStore('row').openCursor(); cursor; cursor = await cursor.continue()) {
    const { kind, id, html, answers = [], published_at: at } = cursor.value;
    const urls = shownIn([html, ...answers.map((answer) => answer.html)].join(''));
    if (urls.length) pictures.push({ key: `${kind},${id}`, at, urls });
    list.push(lightened(cursor.value));
  }
  tx.objectStore('meta').put({ name: 'pictures', value: pictures });
  tx.objectStore('meta').put({ name: 'list', value: list });
  tx.objectStore('meta').put({ name: 'listed', value: reached?.value });
  await fits(() => tx.done);
}

const lightened = (row) => Object.fromEntries(Object.entries(row).filter(([name]) => !HEAVY.includes(name)));

async function forgetLimits(db) {
  const tx = db.transaction('meta', 'readwrite');
  if (await tx.store.get('full')) for (const name of ['cursor', 'index', 'indexed']) tx.store.delete(name); // read whole again
  tx.store.delete('full');
  tx.store.delete('paused');
  await tx.done;
}
