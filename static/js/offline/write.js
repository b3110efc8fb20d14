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
