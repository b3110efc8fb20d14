// One theme: its practices, and its questions as far as the copy goes.

import { cluster, empty, lead, link, p, section, sheet } from '../dom.js';
import { byLatest, writeOne } from '../pages.js';
import { line } from './board.js';
import { practiceRow } from './list.js';

export async function build({ row, list }) {
  const [practices, questions] = ['practice', 'question'].map((kind) => list.filter((one) => one.kind === kind && one.themes.includes(row.slug)));
  const none = empty('Personne n’a encore écrit sur ce thème.', writeOne());
  return {
    title: row.name, back: ['/themes', 'tous les thèmes'], layout: 'stack open',
    main: [
      row.description && lead(row.description),
      cluster(link('Poser une question', `/entraide/poser?theme=${row.slug}`, { shape: 'messages-square' })),
      section('Fiches', practices.length ? sheet(practices.sort(byLatest('published_at')).map(practiceRow)) : none),
      section('Questions', questions.length ? sheet(questions.sort(byLatest('asked_at')).map(line)) : empty('Aucune question de ce thème dans cette copie.')),
      p('small muted', 'Les autres questions et les noms des experts désignés se lisent avec le réseau.'),
    ],
  };
}
