// Searching the copy, away from the page: keeps the index up to date, finds, and cuts the passages to show.

import { ANALYSER_VERSION, excerptSpans, stem, tokens } from '../shared/analyser.js';
import { getMeta, openStore, setMeta } from '../store.js';
import { plainText } from './plain.js';
import { Index, respell, wordsOf } from './search-index.js';

const MANY = 1000; // pages: beyond, the index holds titles, headings and the beginning of texts
const LEAD = 400;
const SIZE = 20;
const WIDTH = 110;
const WHYS = 3;
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
    if (!index || indexed !== await getMeta(db, 'cursor')) await WORK.refresh(uid);
    const { found, stems, corrections, partial, asked } = index.search(typed, ({ kind, themes = [] }) => (!genre || kind === genre) && (!theme || themes.includes(theme)));
    const shown = found.slice((page - 1) * SIZE, page * SIZE);
    const results = await Promise.all(shown.map(async (document) => present(await db.get('row', [document.kind, document.id]), stems)));
    return {
      results, partial, total: found.length, hasNext: found.length > page * SIZE, understood: asked.length > 0,
      kinds: [...new Set(found.map(({ kind }) => kind))],
      corrected: corrections.size ? respell(typed, corrections, results.slice(0, WHYS).flatMap(({ title, plain }) => [title, plain])) : null,
    };
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
  const list = await getMeta(db, 'list') ?? [];
  const cursor = await getMeta(db, 'cursor');
  const light = list.length > MANY;
  const saved = await getMeta(db, 'index');
  const usable = saved?.version === ANALYSER_VERSION && saved.light === light;
  index = new Index(usable ? saved.documents : []);
  const present = new Set(list.map(({ kind, id }) => `${kind}:${id}`));
  for (const key of [...index.documents.keys()]) if (!present.has(key)) index.drop(key);
  for (const { kind, id, rev } of list) {
    const known = index.documents.get(`${kind}:${id}`);
    if (known && rev !== undefined && known.rev === rev) continue;
    const row = await db.get('row', [kind, id]);
    if (row) index.put(documentOf(row, light));
  }
  indexed = cursor;
  try {
    await setMeta(db, 'index', { version: ANALYSER_VERSION, light, documents: [...index.documents.values()] });
    await setMeta(db, 'indexed', cursor);
  } catch {
    // no room to keep it: it is made again at the next search
  }
}

function documentOf(row, light) {
  const { title, headings, body } = said(row);
  return { kind: row.kind, id: row.id, rev: row.rev, themes: row.themes, words: [title, headings, light ? body.slice(0, LEAD) : body].map(wordsOf) };
}

// The words of a row, as the kind's `words` says them on the server.
function said(row) {
  if (row.words) return row.words;
  const headings = row.headings?.map(({ text }) => text).join(' \n') ?? [row.kind_label, row.town, row.department].filter(Boolean).join(', ');
  const body = row.html === undefined ? row.description ?? row.offer ?? row.summary ?? '' : `${row.summary ?? ''}\n${plainText(row.html)}`;
  return { title: row.title ?? row.name ?? '', headings, body };
}

function present(row, stems) {
  const { title, headings, body } = said(row);
  const holds = (text) => [...tokens(text)].some(({ folded }) => stems.has(stem(folded)));
  const why = [holds(title) && 'titre', ...headings.split('\n').map((line) => line.trim()).filter(holds).map(asSaid), holds(body) && 'texte'];
  return {
    kind: row.kind, url: row.url, title, titleSpans: spansOf(title, stems), facts: [row.kind_label, ...row.theme_names ?? []].filter(Boolean).join(', '),
    ...excerptSpans(body, stems, WIDTH), plain: body, why: why.filter(Boolean).slice(0, WHYS),
  };
}

const spansOf = (text, stems) => [...tokens(text)].filter(({ folded }) => stems.has(stem(folded))).map(({ start, end }) => [start, end]);
const asSaid = (heading) => (heading.slice(1) === heading.slice(1).toLowerCase() ? heading[0].toLowerCase() + heading.slice(1) : heading);
