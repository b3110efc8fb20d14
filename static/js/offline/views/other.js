// A page this device does not hold, or a kind of text that came with a newer version.

import { cluster, fromServer, h, lead, link } from '../dom.js';
import { titleOf } from '../pages.js';

export async function build({ row }) {
  if (row) {
    const words = row.html ? fromServer(row.html) : h('p', {}, row.summary ?? '');
    return { title: titleOf(row), main: [h('div', { class: 'prose' }, words)] };
  }
  return {
    title: 'Cette page demande le réseau',
    main: [
      lead('Elle n’est pas dans la copie de cet appareil.'),
      cluster(link('Chercher dans ma copie', '/recherche', { look: 'main', shape: 'search' }),
        link('Réessayer', location.href, { shape: 'refresh-cw' })),
    ],
  };
}
