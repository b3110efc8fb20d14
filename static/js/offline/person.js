// Whose page this is: the server says it on its pages, the device on the shell.

import { isShared, openStore } from '../store.js';
import { recall } from './device.js';

/** {uid, db}: null and null for a visitor, a shared device, or a browser that keeps nothing. */
export async function whoIsHere() {
  if (isShared()) return { uid: null, db: null };
  const uid = Number(document.body.dataset.uid) || (await recall('person'))?.uid || null;
  return { uid, db: await openStore(uid) };
}
