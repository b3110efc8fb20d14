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
};

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

async function send(db, entry, token) {
  await change(db, entry.key, { state: 'sending', tries: entry.tries + 1 });
  const { uid, write, payload, base } = entry;
  const { reached, status, data } = await ask('/api/operations', {
    method: 'POST', body: JSON.stringify({ uid, write, payload, base }),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token, 'Idempotency-Key': entry.key },
  });
  if (status === 413) return refuse(db, entry, { code: 'too-large' });
  if (!reached || status === 429 || status >= 500) return stop(db, 'pending', 'later');
  if (status === 200 || status === 201) {
    await db.delete('outbox', entry.key);
    tell('sent', { key: entry.key, location: data.location, message: data.message });
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

async function refuse(db, entry, { code, errors, error, advice }) {
  const told = errors ? Object.values(errors).flat().join(' ') : EXPLAINED[code] ?? [error, advice].filter(Boolean).join('. ');
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
