// What this device knows apart from anybody's texts: who it belongs to, and whether they left. Shared with the worker.

import { openDB } from '../../vendor/idb.js';

const channel = globalThis.BroadcastChannel && new BroadcastChannel('partage');
const ears = new Set();
let opening = null;

/** A value of this device: 'person' {uid, name, look}, 'signed-out' {uid, at}. Never asked on a shared device. */
export const recall = async (name) => (await device())?.get('state', name);
export const remember = async (name, value) => (await device())?.put('state', value, name);
export const unlearn = async (name) => (await device())?.delete('state', name);

/** Close this database, to delete it. */
export async function closeDevice() {
  const db = await opening;
  opening = null;
  db?.close();
}

/** Say something to every page of this device; this one hears it with `own`. */
export function tell(type, more = {}) {
  channel?.postMessage({ type, ...more });
  hearing({ data: { type, ...more, own: true } });
}

/** Hear what pages and the worker say. */
export const hear = (ear) => ears.add(ear);

const hearing = ({ data }) => ears.forEach((ear) => ear(data));
channel?.addEventListener('message', hearing);

function device() {
  opening ??= openDB('partage-device', 1, {
    upgrade: (db) => db.createObjectStore('state'),
    blocking: (_current, _blocked, event) => { event.target.close(); opening = null; },
    terminated: () => { opening = null; },
  }).catch(() => { opening = null; });
  return opening;
}
