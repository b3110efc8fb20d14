// Unsent texts as a file: readable first, then exact. Works without network.

import { h } from './dom.js';
import { moment } from './french.js';
import { titleOf } from './views/pending.js';

/** Hand the person a file with these entries of the outbox and these drafts. */
export function saveToFile(entries, drafts = []) {
  const texts = [...entries.map((entry) => [titleOf(entry), entry, entry.created]), ...drafts.map((draft) => [`Brouillon « ${draft.title} »`, draft, draft.saved_at])];
  const words = texts.map(([title, { payload }, at]) => [title, `Écrit ${moment(at)}`, '', payload.title, payload.summary, payload.body].filter(Boolean).join('\n'));
  const exact = JSON.stringify({ partage: 1, entries, drafts }, null, 1);
  const content = `Textes gardés sur cet appareil\n\n${words.join('\n\n----------\n\n')}\n\n---------- Les mêmes, pour un ordinateur\n${exact}\n`;
  const href = URL.createObjectURL(new Blob([content], { type: 'text/plain;charset=utf-8' }));
  const day = new Date().toISOString().slice(0, 10);
  h('a', { href, download: `partage-textes-${day}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
