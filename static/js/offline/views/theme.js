// One theme and its practices.

import { empty, lead, p, section, sheet } from '../dom.js';
import { writeOne } from '../pages.js';
import { practiceRow } from './list.js';

export async function build({ row, list }) {
  const practices = list.filter((one) => one.kind === 'practice' && one.themes.includes(row.slug));
  const none = empty('Personne n’a encore écrit sur ce thème.', writeOne());
  return {
    title: row.name, back: ['/themes', 'tous les thèmes'], layout: 'stack open',
    main: [
      row.description && lead(row.description),
      section('Fiches', practices.length ? sheet(practices.map(practiceRow)) : none),
      p('small muted', 'Les noms des experts désignés se lisent avec le réseau.'),
    ],
  };
}
