// Searching the copy, away from the page: keeps the index up to date, finds, and cuts the passages to show.

import { ANALYSER_VERSION } from '../shared/analyser.js';
import { getMeta, openStore, setMeta } from '../store.js';
import { present, said } from './search-result.js';
import { Index, respell, wordsOf } from './search-index.js';

const MANY = 1000; // pages: beyond, the index holds titles, headings and the beginning of texts
const LEAD = 400;
const SIZE = 20;
const SPELLERS = 3; // results in which a correction finds its accents
const WRITTEN = ['practice', 'question']; // a theme or a structure resembles no text
let index = null;
let indexed = null;

const WORK = {
  /** Read again what changed since the index was made. */
  async refresh(uid) {
    const work = async () => { await catchUp(await openStore(uid)); };
    await (self.navigator.locks ? navigator.locks.request('partage-index', work) : work());
  },

  async find(uid, typed, { genre = '', theme = '', page = 1 } = {}) {
    const db = await openStore(uid);
    if (!index || indexed !== await getMeta(db, 'listed')) await WORK.refresh(uid);
    const fits = ({ kind, themes = [] }) => (!genre || kind === genre) && (!theme || themes.includes(theme));
    const { found: every, stems, corrections, partial, asked } = index.search(typed);
    const found = every.filter(fits);
    const shown = found.slice((page - 1) * SIZE, page * SIZE);
    const results = await Promise.all(shown.map(async ({ kind, id }) => present(await db.get('row', [kind, id]), stems)));
    const spellers = results.slice(0, SPELLERS).flatMap(({ title, plain }) => [title, plain]);
    return {
      results, partial, kinds: [...new Set(every.map(({ kind }) => kind))], total: found.length, hasNext: found.length > page * SIZE, understood: asked.length > 0,
      corrected: corrections.size ? respell(typed, corrections, spellers) : null,
    };
  },

  /** What looks like a question being written, as partage/search/queries.py similar. */
  async similar(uid, title, body) {
    const db = await openStore(uid);
    if (!index || indexed !== await getMeta(db, 'listed')) await WORK.refresh(uid);
    const { found, stems } = index.similar(title, body, ({ kind }) => WRITTEN.includes(kind));
    return Promise.all(found.map(async ({ kind, id }) => present(await db.get('row', [kind, id]), stems)));
  },
};

onmessage = async ({ data: { id, name, args } }) => {
  try {
    postMessage({ id, answer: await WORK[name](...args) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};

async function catchUp(db) {
  const meta = db.transaction('meta').store; // together: the list, and the cursor it speaks of
  const [{ value: list = [] } = {}, { value: listed } = {}] = await Promise.all(['list', 'listed'].map((name) => meta.get(name)));
  const light = list.length > MANY;
  const saved = await getMeta(db, 'index');
  const usable = saved?.version === ANALYSER_VERSION && saved.light === light;
  index = new Index(usable ? saved.documents : []);
  const there = new Set(list.map(({ kind, id }) => `${kind}:${id}`));
  for (const key of [...index.documents.keys()]) if (!there.has(key)) index.drop(key);
  for (const one of list) if (!isKnown(one)) await read(db, one, light);
  indexed = listed;
  try {
    await setMeta(db, 'index', { version: ANALYSER_VERSION, light, documents: [...index.documents.values()] });
    await setMeta(db, 'indexed', listed);
  } catch {
    // no room to keep it: it is made again at the next search
  }
}

// A kind without revisions says nothing of its changes: its few rows are read each time.
const isKnown = ({ kind, id, rev }) => rev !== undefined && index.documents.get(`${kind}:${id}`)?.rev === rev;

async function read(db, { kind, id }, light) {
  const row = await db.get('row', [kind, id]);
  if (!row) return;
  const { title, headings, body } = said(row);
  const words = [title, headings, light ? body.slice(0, LEAD) : body].map(wordsOf);
  index.put({ kind, id, rev: row.rev, themes: row.themes, words });
}
