// Unsent texts as a file: readable first, then exact. Works without network.

import { h } from './dom.js';
import { moment } from './french.js';
import { titleOf } from './views/pending.js';

const BETWEEN = '\n\n----------\n\n';

/** Hand the person a file with these entries of the outbox and these drafts. */
export function saveToFile(entries, drafts = []) {
  const waiting = entries.map((entry) => readable(titleOf(entry), entry.created, entry.payload));
  const begun = drafts.map((draft) => readable(`Brouillon « ${draft.title} »`, draft.saved_at, draft.payload));
  const exact = JSON.stringify({ partage: 1, entries, drafts }, null, 1);
  const words = [...waiting, ...begun].join(BETWEEN);
  hand(`Textes gardés sur cet appareil\n\n${words}\n\n---------- Les mêmes, pour un ordinateur\n${exact}\n`);
}

const readable = (title, at, { title: name, summary, body, note }) => [title, `Écrit ${moment(at)}`, name, summary, body, note]
  .filter(Boolean).join('\n\n');

function hand(content) {
  const href = URL.createObjectURL(new Blob([content], { type: 'text/plain;charset=utf-8' }));
  h('a', { href, download: `partage-textes-${new Date().toISOString().slice(0, 10)}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
