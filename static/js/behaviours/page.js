// The shell: builds, from the copy of this device, the page whose address is asked.

import { attachAll } from '../app.js';
import { openStore } from '../store.js';
import { recall } from '../offline/device.js';
import { h, icon, link } from '../offline/dom.js';
import { fr } from '../offline/french.js';
import { buildPage } from '../offline/pages.js';
import { tellNetwork } from '../offline/status.js';

export async function attach(place) {
  place.removeAttribute('data-behaviour'); // what it will hold has behaviours of its own
  const person = await recall('person');
  const left = await recall('signed-out');
  const db = person && !left ? await openStore(person.uid) : null;
  if (db) wear(person);
  show(place, db ? await buildPage(db, person.uid, new URL(location.href)) : left ? goodbye() : nobody());
  tellNetwork(false);
  dispatchEvent(new Event('built'));
}

const goodbye = () => ({
  title: 'Vous êtes déconnecté',
  main: [
    h('p', { class: 'lead' }, 'La copie et les textes gardés sur cet appareil sont effacés.'),
    h('p', {}, 'Sans réseau, le serveur ne le sait pas encore : votre session y sera fermée dès le premier contact.'),
  ],
});

const nobody = () => ({
  title: 'Partage demande le réseau',
  main: [
    h('p', { class: 'lead' }, 'Cet appareil ne garde pas encore de copie. Connectez-vous une fois avec le réseau.'),
    h('p', { class: 'cluster' }, link('Réessayer', location.href, { look: 'main' })),
  ],
});

// The comfort settings of the person, and her account in place of « Se connecter ».
function wear({ look }) {
  Object.assign(document.documentElement.dataset, look);
  document.querySelector('.bar .end a[href="/connexion"]')
    ?.replaceWith(h('a', { class: 'ib', href: '/compte', 'aria-label': 'Mon compte et réglages' }, icon('circle-user-round')));
}

function show(place, page) {
  document.title = fr(`${page.title} – Partage`);
  if (page.area) inArea(page.area);
  document.body.classList.toggle('reading', Boolean(page.reading));
  const main = place.closest('main');
  main.classList.toggle('wide', Boolean(page.wide));
  if (page.back) {
    document.querySelector('.bar-in').prepend(
      h('a', { class: 'ib back', href: page.back[0], 'aria-label': `Retour : ${page.back[1]}` }, icon('chevron-left')));
  }
  place.className = page.layout ?? 'stack airy';
  place.replaceChildren(...(page.ownTitle ? [] : [h('h1', {}, page.title)]), ...page.main.filter(Boolean));
  document.querySelector('.dock')?.toggleAttribute('hidden', Boolean(page.hideDock));
  if (page.after) document.querySelector('.bottom').append(page.after);
  attachAll(place);
  page.ready?.();
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function inArea(area) {
  document.body.classList.add(`in-${area}`);
  const home = area === 'accueil';
  const address = home ? '/' : `/${area}`;
  for (const part of document.querySelectorAll(`.bar nav a[href="${address}"], .dock a[href="${address}"]`)) {
    part.setAttribute('aria-current', part.pathname === location.pathname ? 'page' : 'true');
  }
  const part = document.querySelector(`.dock a[href="${address}"]`);
  if (!part || home) return;
  const main = document.getElementById('contenu');
  main.classList.add('tabbed');
  main.prepend(h('p', { class: 'tab' }, part.querySelector('svg').cloneNode(true), part.textContent.trim()));
}
