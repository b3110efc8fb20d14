// What a structure offers.

import { facts, p, section, sheet } from '../dom.js';
import { practiceRow } from './list.js';

export async function build({ row, list }) {
  const written = list.filter((one) => one.kind === 'practice' && one.structure === row.name);
  const place = [row.town, row.department && `(${row.department})`].filter(Boolean).join(' ');
  return {
    title: row.name, layout: 'stack open',
    main: [
      facts(row.kind_label && ['building-2', row.kind_label], place && ['map-pin', place]),
      row.offer && section('Ce que nous proposons', p('typed', row.offer)),
      written.length > 0 && section('Ses fiches', sheet(written.map(practiceRow))),
    ],
  };
}
