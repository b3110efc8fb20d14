// Where a question stands, in the words of partage/questions/standing.py.

import { state } from '../dom.js';
import { day, moment } from '../french.js';

const DAY = 864e5;
const NEAR = 2 * DAY;
const NOBODY = 'Une personne du réseau'; // in place of a name its owner hides
const URGENT = 'today';

/** The hour of what is near; the day of what is not. */
export const when = (iso) => (Date.now() - new Date(iso) < NEAR ? moment(iso) : `le ${day(iso)}`);

/** True for the 24 hours that follow « je m’en occupe ». */
export const isTaken = ({ taken_at: at }) => Boolean(at) && Date.now() - new Date(at) < DAY;

/** [words, tone, icon]; `since` also says for how many days it waits. */
export function standing(row, since = false) {
  const { state: stored, answered_at: answered, taken_by: by, stage, waits_since: start } = row;
  if (stored === 'resolved') return ['Résolue', 'good', 'circle-check'];
  if (stored === 'closed') return [answered ? 'Clôturée' : 'Clôturée sans réponse', 'wait', 'lock'];
  if (answered) return ['Réponse proposée', 'wait', 'message-circle'];
  if (isTaken(row)) return [`Prise en charge par ${by || 'une personne du réseau'}`, 'wait', 'user-check'];
  if (!stage) return ['Envoyée', 'wait', 'circle-dashed'];
  const days = Math.floor((Date.now() - new Date(start)) / DAY);
  return [`Sans réponse${since && days > 1 ? ` depuis ${days} jours` : ''} (relancée)`, 'look', 'hourglass'];
}

/** The shapes under a title or above it. */
export const shapes = (row, since) => [state(...standing(row, since)),
  row.state === 'open' && row.urgency === URGENT && state(row.urgency_label, 'look', 'clock')].filter(Boolean);

/** Who wrote, as members see it; `null` when there is no name to show. */
export const nameOf = ({ author, origin, hides_author: hides }) => (hides ? null : author || capital(origin) || 'Compte supprimé');
const capital = (words = '') => words.slice(0, 1).toUpperCase() + words.slice(1);

/** Who asked, for a line of the board. */
export const askerOf = (row) => (row.mine && row.hides_author ? 'Vous' : nameOf(row) ?? NOBODY);
export { NOBODY };
