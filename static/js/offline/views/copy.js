// « Ma copie hors ligne » in the shell: the same behaviour draws it as on the page of the site.

import { h } from '../dom.js';

export const build = async () => ({
  title: 'Ma copie hors ligne', ownTitle: true, back: ['/', 'l’accueil'],
  main: [h('div', { class: 'stack open', 'data-behaviour': 'offline-copy' })],
});
