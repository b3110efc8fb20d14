// The list of themes.

import { empty, row, sheet } from '../dom.js';

export async function build({ list }) {
  const topics = list.filter(({ kind }) => kind === 'topic');
  return {
    title: 'Thèmes',
    main: [topics.length ? sheet(topics.map(({ name, url, description, icon }) => row(name, { url, sub: description, lead: icon })))
      : empty('Aucun thème dans cette copie.')],
  };
}
