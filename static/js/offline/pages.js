// Which page an address is, without network. A table: an address, or a kind of row, and the module that builds it.

import { getMeta, listOutbox } from '../store.js';
import { h, icon as iconOf, link } from './dom.js';

const ADDRESSES = [
  [/^\/$/, () => import('./views/home.js')],
  [/^\/pratiques$/, () => import('./views/list.js')],
  [/^\/pratiques\/(nouvelle|[^/]+\/modifier)$/, () => import('./views/form.js')],
  [/^\/pratiques\/mes-fiches$/, () => import('./views/mine.js')],
  [/^\/entraide$/, () => import('./views/board.js')],
  [/^\/entraide\/reponses\/\d+\/modifier$/, () => import('./views/answer.js')],
  [/^\/entraide\/(poser|[^/]+\/modifier)$/, () => import('./views/ask.js')],
  [/^\/themes$/, () => import('./views/themes.js')],
  [/^\/recherche$/, () => import('./views/search.js')],
  [/^\/compte$/, () => import('./views/account.js')],
  [/^\/hors-ligne$/, () => import('./views/copy.js')],
  [/^\/hors-ligne\/conflit$/, () => import('./views/conflict.js')],
];

/** What is shown of a kind: its words, its icon, where its list is, and the module of its page. */
export const KINDS = {
  practice: {
    one: 'fiche pratique', many: 'fiches pratiques', icon: 'book-open', label: 'Fiche', plural: 'Fiches pratiques',
    area: 'pratiques', list: '/pratiques', view: () => import('./views/practice.js'),
  },
  question: {
    one: 'question', icon: 'messages-square', label: 'Question', plural: 'Questions', area: 'entraide', list: '/entraide',
    view: () => import('./views/thread.js'),
  },
  structure: { one: 'structure', icon: 'building-2', label: 'Structure', plural: 'Structures', view: () => import('./views/structure.js') },
  topic: { one: 'thème', icon: 'bookmark', label: 'Thème', plural: 'Thèmes', list: '/themes', view: () => import('./views/theme.js') },
};

/** The page at this address: {title, area, reading, wide, back, main, after, hideDock}. */
export async function buildPage(db, uid, url) {
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  const known = ADDRESSES.find(([address]) => address.test(path));
  const row = known ? null : await db.getFromIndex('row', 'url', path);
  const view = known ? await known[1]() : await (KINDS[row?.kind]?.view ?? (() => import('./views/other.js')))();
  return view.build({ db, uid, url, path, row, list: (await getMeta(db, 'list')) ?? [], entries: await listOutbox(db) });
}

export const kindOf = (row) => KINDS[row.kind] ?? { one: row.kind, icon: 'file-text', label: row.kind };
export const titleOf = (row) => row.title ?? row.name ?? '';

/** To sort rows, the latest first. */
export const byLatest = (date) => (a, b) => (b[date] > a[date] ? 1 : -1);

/** The search field, which works as a form. */
export function searchField(typed = '') {
  const box = { id: 'q', name: 'q', type: 'search', value: typed, maxlength: 200, autocomplete: 'off', 'aria-label': 'Chercher' };
  return h('form', { class: 'search', role: 'search', action: '/recherche' },
    h('input', box), h('button', { 'aria-label': 'Rechercher' }, iconOf('search')));
}

export const writeOne = () => link('Écrire une fiche', '/pratiques/nouvelle', { shape: 'pencil' });

/** The label of a choice, as the form of the shell says it. */
export function labelOf(name, value) {
  const form = document.getElementById('practice-form')?.content;
  const chosen = `[value="${CSS.escape(value)}"]`;
  const field = form?.querySelector(`[name="${name}"]${chosen}, [name="${name}"] option${chosen}`);
  return (field?.closest('label')?.querySelector('b') ?? field)?.textContent.trim() ?? value;
}
