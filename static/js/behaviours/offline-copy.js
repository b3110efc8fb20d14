// « Ma copie hors ligne »: what is kept here, what waits, what can be done. Drawn again when something moves.

import { attachAll } from '../app.js';
import { getMeta, isShared, listDrafts, listOutbox } from '../store.js';
import { aboutCopy } from '../offline/about-copy.js';
import { hear } from '../offline/device.js';
import { button, empty, h, head, lead, link, message, row, sheet } from '../offline/dom.js';
import { saveToFile } from '../offline/export.js';
import { count } from '../offline/french.js';
import { kindOf } from '../offline/pages.js';
import { whoIsHere } from '../offline/person.js';
import { entryPage } from '../offline/views/entry.js';
import { draftRow } from '../offline/views/mine.js';
import { pendingRows } from '../offline/views/pending.js';

const TITLE = 'Ma copie hors ligne';

export async function attach(place) {
  const { uid, db } = await whoIsHere();
  if (!db) {
    place.replaceChildren(head(TITLE), isShared() ? nothingKept() : nobody());
    return;
  }
  const key = new URLSearchParams(location.search).get('cle');
  const entry = key && await db.get('outbox', key);
  if (entry) {
    place.replaceChildren(...entryPage(db, entry).filter(Boolean));
    return;
  }
  const install = h('div', { 'data-behaviour': 'install' });
  attachAll(install);
  let drawn = null; // one after the other: an older drawing must not end on top of a newer one
  const redraw = async () => place.replaceChildren(...await whole(db, uid), install);
  const draw = () => { drawn = Promise.resolve(drawn).then(redraw); };
  draw();
  await drawn;
  if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
  hear(({ type }) => { if (type === 'outbox' || type === 'copy') draw(); });
}

const nothingKept = () => message('Sur un poste partagé, rien n’est gardé',
  'Lisez et écrivez avec le réseau. Pour une copie, connectez-vous sur votre propre appareil.');

const nobody = () => message('Aucune copie sur cet appareil',
  'Connectez-vous : les fiches s’enregistrent ensuite toutes seules.', {},
  link('Se connecter', '/connexion?next=/hors-ligne', { look: 'main' }));

async function whole(db, uid) {
  const [list, entries, drafts] = [await getMeta(db, 'list') ?? [], await listOutbox(db), await listDrafts(db)];
  return [
    head(TITLE, lead('Tout ceci s’ouvre sans réseau, sur cet appareil.')),
    list.length ? sheet(kinds(list)) : noCopy(await getMeta(db, 'paused')),
    h('section', { id: 'a-envoyer' }, toSend(entries, drafts)),
    drafts.length > 0 && h('section', {}, subhead('Brouillons de cet appareil'), sheet(drafts.map(draftRow))),
    await aboutCopy(db, uid),
  ].filter(Boolean);
}

const noCopy = (paused) => (paused
  ? message('La copie est effacée', 'Vos textes à envoyer sont toujours là. « Mettre à jour » la fait revenir.')
  : message('La copie n’est pas encore là', 'Elle arrive avec le réseau, en moins d’une minute.'));

function toSend(entries, drafts) {
  const save = button('Enregistrer dans un fichier', () => saveToFile(entries, drafts), { look: 'quiet' });
  return [
    subhead('À envoyer', entries.length + drafts.length > 0 && save),
    entries.length ? sheet(pendingRows(entries)) : empty('Rien à envoyer. Tout est parti.'),
  ];
}

const subhead = (title, gesture) => h('div', { class: 'head' }, h('h2', {}, title), gesture);

function kinds(list) {
  const names = [...new Set(list.map(({ kind }) => kind))].sort((a) => (a === 'practice' ? -1 : 1));
  return names.map((name) => {
    const { one, many, icon, list: url } = kindOf({ kind: name });
    return row(count(list.filter(({ kind }) => kind === name).length, one, many), { url, lead: icon });
  });
}
