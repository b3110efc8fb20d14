// The account without network: the copy, and signing out.

import { h, link } from '../dom.js';

export async function build() {
  return {
    title: 'Mon compte',
    main: [
      h('p', { class: 'lead' }, 'Vos réglages demandent le réseau.'),
      h('p', { class: 'cluster' }, link('Ma copie hors ligne', '/hors-ligne', { shape: 'hard-drive' })),
      h('form', { method: 'post', action: '/deconnexion', class: 'stack', 'data-behaviour': 'sign-out' },
        h('p', { class: 'muted small' }, 'Se déconnecter efface la copie et les textes de cet appareil.'),
        h('p', { class: 'cluster' }, h('button', { class: 'btn harm' }, 'Se déconnecter'))),
    ],
  };
}
