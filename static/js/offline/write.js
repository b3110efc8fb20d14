// Putting something in the outbox from a page.

import { enqueue } from '../store.js';
import { tell } from './device.js';

/** Keep a write until the server has it: {uid, write, payload, base, title, url}. Options as in store.enqueue. */
export async function write(db, op, options) {
  const entry = await enqueue(db, op, options);
  tell('written');
  tell('outbox');
  // where the browser can, it sends even after the page is closed
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register('outbox')).catch(() => {});
  return entry;
}

/** When a text kept here leaves: only some browsers send it once the page is closed. */
export const leaves = () => (globalThis.SyncManager ? 'Il partira au retour du réseau, même si vous fermez cette page.'
  : 'Il partira quand Partage sera ouvert avec du réseau.');
