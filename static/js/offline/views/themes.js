// The list of themes.

import { empty, row, sheet } from '../dom.js';

export async function build({ list }) {
  const topics = list.filter(({ kind }) => kind === 'topic');
  const rows = topics.map(({ name, url, description, icon }) => row(name, { url, sub: description, lead: icon }));
  return { title: 'Thèmes', main: [rows.length ? sheet(rows) : empty('Aucun thème dans cette copie.')] };
}
