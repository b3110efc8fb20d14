// What looks like a question being written, from the copy: where the server cannot be asked.

import { kindOf } from './pages.js';
import { whoIsHere } from './person.js';
import { similar } from './search.js';

/** As /api/ressemblances answers; nothing where no copy is kept. */
export async function lookalikes(title, body) {
  const { uid, db } = await whoIsHere();
  if (!db) return [];
  const found = await similar(uid, title, body);
  return found.map(({ kind, title: words, url, facts }) => ({ kind, ...shown(kind), title: words, url, facts }));
}

const shown = (kind) => ({ label: kindOf({ kind }).label, area: kindOf({ kind }).area });
