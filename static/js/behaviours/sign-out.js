// Signing out empties the device. Texts that have not left are asked about first.

import { isShared, listDrafts, listOutbox } from '../store.js';
import { button, message } from '../offline/dom.js';
import { saveToFile } from '../offline/export.js';
import { count } from '../offline/french.js';
import { signOut } from '../offline/identity.js';
import { replay } from '../offline/outbox.js';
import { whoIsHere } from '../offline/person.js';

const UNREACHED = 'Le serveur ne répond pas. Enregistrez vos textes dans un fichier, ou revenez plus tard.';

export function attach(form) {
  if (isShared()) return; // nothing is kept there: the form is enough
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { uid, db } = await whoIsHere();
    if (db) await leave(form, uid, db);
    else form.submit();
  });
}

async function leave(form, uid, db) {
  const [entries, drafts] = [await listOutbox(db), await listDrafts(db)];
  if (entries.length || drafts.length) ask(form, uid, db, entries, drafts);
  else await signOut(uid);
}

function ask(form, uid, db, entries, drafts, told = 'Se déconnecter l’efface. Que voulez-vous faire ?') {
  const send = async () => {
    if (await replay(uid) === 'done') await leave(form, uid, db);
    else ask(form, uid, db, entries, drafts, UNREACHED);
  };
  const number = entries.length + drafts.length;
  const title = `${count(number, 'texte n’est pas parti', 'textes ne sont pas partis')} de cet appareil`;
  const said = message(title, told, { tone: 'look', shape: 'triangle-alert' },
    entries.length > 0 && button('Envoyer d’abord', send, { look: 'full' }),
    button('Enregistrer mes textes dans un fichier', () => saveToFile(entries, drafts), { look: 'full' }),
    button('Les effacer et me déconnecter', () => signOut(uid), { look: 'full harm' }),
    button('Rester', () => said.remove(), { look: 'full' }));
  form.parentElement.querySelector('.msg.look')?.remove();
  form.before(said);
  said.focus();
}
