// What a structure offers.

import { facts, h, section, sheet } from '../dom.js';
import { practiceRow } from './list.js';

export async function build({ row, list }) {
  const written = list.filter((one) => one.kind === 'practice' && one.structure === row.name);
  return {
    title: row.name, layout: 'stack open',
    main: [
      facts(row.kind_label && ['building-2', row.kind_label], ['map-pin', [row.town, row.department && `(${row.department})`].filter(Boolean).join(' ')]),
      row.offer && section('Ce que nous proposons', h('p', { class: 'typed' }, row.offer)),
      written.length > 0 && section('Ses fiches', sheet(written.map(practiceRow))),
    ].filter(Boolean),
  };
}
