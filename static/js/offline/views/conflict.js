// The choice between two versions, in the shell: the same behaviour draws it as on the page of the site.

import { h } from '../dom.js';

export const build = async () => ({
  title: 'Deux versions à réunir', ownTitle: true, area: 'pratiques', hideDock: true,
  back: ['/hors-ligne#a-envoyer', 'à envoyer'],
  main: [h('div', { class: 'stack airy', 'data-behaviour': 'conflict' })],
});
