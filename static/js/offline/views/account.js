// The account without network: the copy, and signing out.

import { cluster, h, lead, link, p } from '../dom.js';

export const build = async () => ({
  title: 'Mon compte',
  main: [
    lead('Vos réglages demandent le réseau.'),
    cluster(link('Ma copie hors ligne', '/hors-ligne', { shape: 'hard-drive' })),
    h('form', { method: 'post', action: '/deconnexion', class: 'stack', 'data-behaviour': 'sign-out' },
      p('muted small', 'Se déconnecter efface la copie et les textes de cet appareil.'),
      cluster(h('button', { class: 'btn harm' }, 'Se déconnecter'))),
  ],
});
