// « Mes fiches »: the drafts this device keeps, above those of the server.

import { dropDraft, listDrafts, putDraft } from '../store.js';
import { button, h, icon, section, sheet, toast } from '../offline/dom.js';
import { moment } from '../offline/french.js';
import { whoIsHere } from '../offline/person.js';
import { dropAcknowledged } from '../editor/drafts.js';

export async function attach(place) {
  const { db } = await whoIsHere();
  if (!db) return;
  await dropAcknowledged(db);
  const list = section('Sur cet appareil');
  place.before(list);

  async function draw() {
    const drafts = (await listDrafts(db)).filter(({ write }) => write === 'practice.save').sort((one, other) => (one.saved_at < other.saved_at ? 1 : -1));
    list.hidden = !drafts.length;
    list.replaceChildren(list.firstElementChild, sheet(drafts.map(line)));
  }

  function line(draft) {
    const title = draft.title || 'Sans titre';
    return h('div', { class: 'row' },
      h('div', {}, h('p', {}, h('a', { class: 'ttl', href: draft.url }, title)), h('p', { class: 'sub' }, `Gardé sur cet appareil, ${moment(draft.saved_at)}`)),
      h('button', { class: 'ib', type: 'button', 'aria-label': `Supprimer de cet appareil : ${title}`, onclick: () => remove(draft) }, icon('trash-2')));
  }

  async function remove(draft) {
    await dropDraft(db, draft.key);
    await draw();
    toast('Brouillon supprimé de cet appareil.', button('Annuler', async ({ currentTarget }) => {
      currentTarget.closest('.toast').remove();
      await putDraft(db, draft);
      await draw();
    }));
    place.parentElement.querySelector('h1')?.setAttribute('tabindex', '-1');
    place.parentElement.querySelector('h1')?.focus();
  }

  await draw();
}
