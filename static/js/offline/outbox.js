// What was written waits here until the server says it has it. Sent in order, once, by one page or worker at a time.
// Shared with the worker.

import { keep, listOutbox, openStore } from '../store.js';
import { tell } from './device.js';
import { ask, askSession } from './net.js';

const LEAVES = new Set(['pending', 'sending', 'needs-login']);
const EXPLAINED = {
  forbidden: 'Ce texte ne vous est plus ouvert. Gardez vos mots pour les proposer ailleurs.',
  gone: 'Cette fiche n’est plus en ligne. Gardez vos mots pour une nouvelle fiche.',
  'too-large': 'C’est trop long pour être envoyé. Raccourcissez le texte.',
  'gesture forbidden': 'Ce texte ne vous est plus ouvert : il n’y a plus rien à en dire.',
  'gesture gone': 'Ce texte n’est plus en ligne : il n’y a plus rien à en dire.',
  'answer.save gone': 'Cette question n’est plus en ligne. Copiez vos mots : ils serviront à une fiche ou à une autre réponse.',
  'question.save gone': 'Cette question n’est plus en ligne. Copiez vos mots, puis posez-la de nouveau.',
};
const WAITING = '/fichiers/attente-'; // the address of an image that has not left: its own replaces it once sent
const IMAGE_MISSING = 'Une image de ce texte n’est pas partie. Retirez-la du texte, ou ajoutez-la de nouveau.';

/** Of these entries, those that will leave by themselves. */
export const waiting = (entries) => entries.filter((entry) => LEAVES.has(entry.state));

/** Send what waits. Answers 'done', or what stopped it: 'later', 'sign-in', 'other' (somebody else is signed in). */
export async function replay(uid) {
  const db = await openStore(uid);
  if (!db || !waiting(await listOutbox(db)).length) return 'done';
  if (!globalThis.navigator?.locks) return run(db, uid);
  return navigator.locks.request('partage-outbox', () => run(db, uid));
}

async function run(db, uid) {
  let token = null;
  let retried = false;
  for (;;) {
    const [entry] = waiting(await listOutbox(db));
    if (!entry) return 'done';
    if (!token) {
      const { reached, data } = await askSession();
      if (!reached) return stop(db, 'pending', 'later');
      if (data.user === null) return stop(db, 'needs-login', 'sign-in');
      if (data.user !== uid || entry.uid !== uid) return stop(db, 'pending', 'other');
      token = data.csrf;
    }
    const verdict = await send(db, entry, token);
    tell('outbox');
    if (verdict === 'token' && !retried) {
      retried = true;
      token = null;
    } else if (verdict !== 'next') {
      return verdict === 'token' ? stop(db, 'pending', 'later') : verdict;
    }
  }
}

/** True for words that show an image which has not left. */
export const showsWaiting = (words) => String(words ?? '').includes(WAITING);

async function send(db, entry, token) {
  if (showsWaiting(entry.payload.body)) return refuse(db, entry, { error: IMAGE_MISSING }); // images leave before their text
  await change(db, entry.key, { state: 'sending', tries: entry.tries + 1 });
  const { reached, status, data } = await (entry.write === 'file.add' ? sendFile(entry, token) : sendWrite(entry, token));
  if (status === 413) return refuse(db, entry, { code: 'too-large' });
  if (!reached || status === 429 || status >= 500) return stop(db, 'pending', 'later');
  if (status === 200 || status === 201) {
    const swap = entry.payload.place ? [entry.payload.place, data.url] : null;
    await leave(db, entry.key, swap);
    tell('sent', { key: entry.key, location: data.location, message: data.message, swap });
    return 'next';
  }
  if (status === 401) return stop(db, 'needs-login', 'sign-in');
  if (data.code === 'other-person') return stop(db, 'pending', 'other');
  if (data.code === 'conflict') {
    await change(db, entry.key, { state: 'conflict', conflict: data.conflict });
    return 'next';
  }
  if (data.code === 'csrf') return 'token';
  return refuse(db, entry, data);
}

function sendWrite({ key, uid, write, payload, base }, token) {
  return ask('/api/operations', {
    method: 'POST', body: JSON.stringify({ uid, write, payload, base }),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token, 'Idempotency-Key': key },
  });
}

function sendFile({ key, payload: { text_id: text, alternative, name, type, bytes } }, token) {
  const body = new FormData();
  for (const [field, value] of Object.entries({ client_id: key, text_id: text ?? '', alternative })) body.append(field, value);
  body.append('file', new Blob([bytes], { type }), name);
  return ask('/api/fichiers', { method: 'POST', body, headers: { 'X-CSRFToken': token } });
}

// The server has it. Words that show an image take its address in the same transaction.
async function leave(db, key, swap) {
  const tx = db.transaction(['outbox', 'draft'], 'readwrite');
  tx.objectStore('outbox').delete(key);
  for (const name of swap ? ['outbox', 'draft'] : []) {
    for (const value of await tx.objectStore(name).getAll()) {
      const { body } = value.payload;
      if (String(body ?? '').includes(swap[0])) tx.objectStore(name).put({ ...value, payload: { ...value.payload, body: body.replaceAll(...swap) } });
    }
  }
  await tx.done;
}

// A gesture has no words to save.
const nameOf = ({ write, payload }) => ('body' in payload || payload.note || payload.place ? write : 'gesture');

async function refuse(db, entry, { code, errors, error, advice }) {
  const told = errors ? Object.values(errors).flat().join(' ') : EXPLAINED[`${nameOf(entry)} ${code}`] ?? EXPLAINED[code] ?? [error, advice].filter(Boolean).join('. ');
  await change(db, entry.key, { state: 'refused', error: told, errors: errors ?? null });
  return 'next';
}

// What waits takes this state, and the batch ends.
async function stop(db, state, verdict) {
  for (const { key } of waiting(await listOutbox(db))) await change(db, key, { state });
  tell('outbox');
  return verdict;
}

// Never brings back an entry that somebody deleted meanwhile.
async function change(db, key, changes) {
  const entry = await db.get('outbox', key);
  if (entry) await keep(db, 'outbox', { ...entry, ...changes });
}
