// « Mes fiches » without network: what this device holds of them.

import { getMeta, listDrafts } from '../../store.js';
import { empty, row, section, sheet } from '../dom.js';
import { moment } from '../french.js';
import { writeOne } from '../pages.js';
import { practiceRow } from './list.js';
import { pendingRows } from './pending.js';

const BOARD = ['question.save', 'answer.save'];

export const draftRow = ({ title, url, saved_at: at }) => row(title || 'Sans titre',
  { url, sub: `Gardé sur cet appareil ${moment(at)}`, lead: 'smartphone' });

export async function build({ db, list, entries }) {
  const drafts = (await listDrafts(db)).filter(({ write }) => !BOARD.includes(write));
  const kept = new Set((await getMeta(db, 'favourites') ?? []).map(String));
  const favourites = list.filter((one) => kept.has(`${one.kind},${one.id}`));
  const going = [...pendingRows(entries.filter(({ write }) => write === 'practice.save')), ...drafts.map(draftRow)];
  const none = empty('Aucun texte en cours sur cet appareil.', writeOne());
  return {
    title: 'Mes fiches', area: 'pratiques', back: ['/pratiques', 'les fiches'], layout: 'stack open',
    main: [
      section('En cours sur cet appareil', going.length ? sheet(going) : none),
      section('Favoris', favourites.length ? sheet(favourites.map(practiceRow)) : empty('Aucun favori dans cette copie.')),
    ],
  };
}
