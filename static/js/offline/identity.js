// One person a device: what is kept of the others goes, and signing out leaves nothing.

import { closeStore, databaseName, dropImages, openStore } from '../store.js';
import { closeDevice, recall, remember, tell } from './device.js';
import { forgetHint } from './hint.js';
import { endSession } from './net.js';

const STORES = ['row', 'meta', 'draft', 'outbox'];
const NAME = /^partage-(\d+)$/;

/** The people whose database is on this device. */
export async function people() {
  const known = await indexedDB.databases?.();
  if (!known) return [(await recall('person'))?.uid].filter(Boolean); // Firefox before 126
  return known.map(({ name }) => NAME.exec(name)?.[1]).filter(Boolean).map(Number);
}

/** Forget everybody but `uid`. Texts that did not leave stay with their author's database: she finds them at her return. */
export async function forgetOthers(uid) {
  for (const other of await people()) if (other !== uid) await forgetPerson(other, { keepTexts: true });
}

/** Empty a person's database at once, then delete it. A tab that still holds it can block deleting, never emptying. */
export async function forgetPerson(uid, { keepTexts = false } = {}) {
  const db = await openStore(uid, { toEmpty: true });
  if (!db) return;
  await dropImages(db);
  const written = keepTexts && (await db.count('outbox') > 0 || await db.count('draft') > 0);
  const tx = db.transaction(STORES, 'readwrite');
  for (const name of STORES.slice(0, written ? 2 : 4)) tx.objectStore(name).clear();
  await tx.done;
  if (written) return;
  await closeStore(uid);
  await deleteQuietly(databaseName(uid));
}

/** Take away the worker, the caches and every trace but the unsent texts that `forgetPerson` kept. */
export async function leaveDevice() {
  forgetHint();
  const registrations = await navigator.serviceWorker?.getRegistrations() ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const names = (await caches.keys()).filter((name) => name.startsWith('partage-'));
  await Promise.all(names.map((name) => caches.delete(name)));
  await navigator.clearAppBadge?.().catch(() => {});
  await closeDevice();
  await deleteQuietly('partage-device');
}

/**
 * Sign out and leave nothing of the person. Without network the cookie cannot be deleted: a mark is left, that the
 * worker obeys, and the session ends at first contact.
 */
export async function signOut(uid) {
  const ended = await endSession();
  if (!ended) await remember('signed-out', { uid, at: new Date().toISOString() });
  tell('signed-out');
  await forgetPerson(uid);
  if (ended) await leaveDevice();
  else forgetHint();
  location.replace('/au-revoir');
}

/** At first contact after a sign-out without network. True when the page must not be shown. */
export async function finishSignOut() {
  if (!await recall('signed-out')) return false;
  if (!await endSession()) return false;
  await leaveDevice();
  return true;
}

function deleteQuietly(name) {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
