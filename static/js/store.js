// What one person keeps on this device: database `partage-<uid>`, opened here and nowhere else.
// The service worker holds the same lines: no DOM but behind a test.

import { openDB } from '../vendor/idb.js';

const VERSION = 1;
const opened = new Map();
const left = new Set(); // closed for good: its person left, or another tab has a newer one

export const databaseName = (uid) => `partage-${uid}`;
export const isShared = () => globalThis.document?.body?.dataset.device === 'shared';
export const isFull = (error) => error?.name === 'QuotaExceededError';

/** The database of a person; null for a visitor, on a shared device (but to empty it), or where storage is refused. */
export function openStore(uid, { toEmpty = false } = {}) {
  if (!uid || (isShared() && !toEmpty) || !globalThis.indexedDB) return Promise.resolve(null);
  return openNamed(databaseName(uid));
}

function openNamed(name) {
  left.delete(name);
  if (!opened.has(name)) opened.set(name, connect(name).catch(() => forget(name)));
  return opened.get(name);
}

/** Close the database of a person in this page, before it is deleted. */
export async function closeStore(uid) {
  const db = await opened.get(databaseName(uid));
  forget(databaseName(uid));
  left.add(databaseName(uid));
  db?.close();
}

/** Keep a form as it is now, under its own key. */
export function putDraft(db, draft) {
  return keep(db, 'draft', { base: null, sent: false, saved_at: new Date().toISOString(), ...draft });
}

export const getDraft = (db, key) => db.get('draft', key);
export const listDrafts = (db) => db.getAll('draft');
export const dropDraft = (db, key) => db.delete('draft', key);

/** Put a write in the queue, in the same transaction as the end of its draft (and of the entry it replaces). */
export async function enqueue(db, op, { draft = null, replaces = null } = {}) {
  const entry = {
    key: crypto.randomUUID(), base: null, title: '', url: '', state: 'pending', tries: 0, error: null, conflict: null, ...op,
  };
  await withRoom(db, async (here) => {
    const tx = here.transaction(['outbox', 'draft'], 'readwrite');
    const outbox = tx.objectStore('outbox');
    entry.created ??= after(await outbox.index('created').openCursor(null, 'prev'));
    outbox.put(entry);
    if (replaces) outbox.delete(replaces);
    if (draft) tx.objectStore('draft').delete(draft);
    await tx.done;
  });
  return entry;
}

// Texts leave in the order they were written, even on a device whose clock was put back.
function after(last) {
  const at = last ? Date.parse(last.value.created) + 1 : 0;
  return new Date(Math.max(Date.now(), at)).toISOString();
}

/** The queue, oldest first. */
export const listOutbox = (db) => db.getAllFromIndex('outbox', 'created');

/** Put a value; when the device is full the copy makes room, never a text somebody wrote. */
export const keep = (db, store, value) => withRoom(db, (here) => here.put(store, value));

export const getMeta = async (db, name) => (await db.get('meta', name))?.value;
export const setMeta = (db, name, value) => keep(db, 'meta', { name, value });

async function withRoom(db, write) {
  for (const makeRoom of [dropImages, dropCopy]) {
    if (await fits(() => surely(db, write))) return;
    await makeRoom(db);
  }
  await surely(db, write);
}

// An iPhone loses a connection without a word: once more, on a new one.
async function surely(db, write) {
  try {
    await write(db);
  } catch (error) {
    if (left.has(db.name) || !['InvalidStateError', 'UnknownError'].includes(error?.name)) throw error;
    forget(db.name);
    await write(await openNamed(db.name) ?? db);
  }
}

/** Do a write that may find no room: true when it fitted. */
export async function fits(work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isFull(error)) throw error;
    return false;
  }
}

/** Where the images of the copy are: a cache named after the database of the person. True when there were some. */
export const imagesOf = (db) => db.name.replace('partage-', 'partage-images-');
export const dropImages = async (db) => Boolean(await globalThis.caches?.delete(imagesOf(db)));

/** Forget every page of the copy; the next update brings them back where there is room. */
export async function dropCopy(db) {
  const tx = db.transaction(['row', 'meta'], 'readwrite');
  tx.objectStore('row').clear();
  for (const name of ['cursor', 'list', 'listed', 'index', 'images']) tx.objectStore('meta').delete(name);
  await tx.done; // alone: on a full device, a transaction that also writes is refused
  await db.put('meta', { name: 'full', value: new Date().toISOString() });
}

function connect(name) {
  return openDB(name, VERSION, {
    upgrade(db) {
      db.createObjectStore('row', { keyPath: ['kind', 'id'] }).createIndex('url', 'url');
      db.createObjectStore('meta', { keyPath: 'name' });
      db.createObjectStore('draft', { keyPath: 'key' });
      db.createObjectStore('outbox', { keyPath: 'key' }).createIndex('created', 'created');
    },
    // another tab deletes or upgrades: holding on would block it; iOS drops connections by itself
    blocking: (_current, _blocked, event) => { event.target.close(); forget(name); left.add(name); },
    terminated: () => forget(name),
  });
}

function forget(name) {
  opened.delete(name);
  return null;
}
