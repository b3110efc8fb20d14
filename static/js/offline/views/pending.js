// What waits to be sent, as lines of a list.

import { row, state } from '../dom.js';
import { moment } from '../french.js';

const STATES = {
  pending: ['Attend le réseau', 'wait', 'cloud-upload'],
  sending: ['Envoi en cours', 'wait', 'cloud-upload'],
  'needs-login': ['Reconnectez-vous pour l’envoyer', 'look', 'lock'],
  refused: ['Refusé, à corriger', 'bad', 'octagon-alert'],
  conflict: ['Le texte a changé, choisissez', 'look', 'git-compare'],
};
const WRITES = {
  'practice.save': ({ payload }) => (payload.text_id ? 'Modification de' : 'Fiche'),
  'file.add': () => 'Image',
  'question.save': ({ payload }) => (payload.text_id ? 'Modification de' : 'Question'),
  'answer.save': ({ payload }) => (payload.text_id ? 'Correction de la réponse à' : 'Réponse à'),
  'comment.add': () => 'Remarque sur',
  'text.favourite': ({ payload }) => (payload.on ? 'Favori' : 'Favori retiré'),
  'text.watch': ({ payload }) => (payload.on ? 'Suivi de' : 'Fin du suivi de'),
  'text.thanks': ({ payload }) => (payload.on ? 'Merci pour' : 'Merci retiré pour'),
  'answer.accept': () => 'Réponse qui vous a aidé, à',
  'practice.freshness': ({ payload }) => (payload.answer === 'fix' ? '« À corriger » sur' : '« Toujours juste » sur'),
};

export const titleOf = (entry) => `${WRITES[entry.write]?.(entry) ?? 'Texte'} « ${entry.title || 'Sans titre'} »`;
export const stateOf = ({ state: name }) => state(...STATES[name]);
export const addressOf = ({ key, state: name }) => `/hors-ligne${name === 'conflict' ? '/conflit' : ''}?cle=${key}`;

export const pendingRows = (entries) => entries.map((entry) => row(titleOf(entry),
  { url: addressOf(entry), sub: entry.error ?? `Écrit ${moment(entry.created)}` }, stateOf(entry)));
