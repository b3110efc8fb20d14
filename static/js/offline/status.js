// What the strips say of the network and of what waits to be sent.

import { listOutbox } from '../store.js';
import { count } from './french.js';
import { writeHint } from './hint.js';
import { goTo, strip } from './strips.js';

const LIST = '/hors-ligne#a-envoyer';

/** Say that the server does not answer; or nothing, when it does. */
export function tellNetwork(reached) {
  if (reached) return strip('network', '');
  if (navigator.onLine === false) {
    return strip('network', 'Hors ligne. Vous pouvez lire, chercher et écrire.', { shape: 'cloud-off' });
  }
  return strip('network', 'Le serveur ne répond pas. Vous pouvez lire, chercher et écrire.', { shape: 'cloud-off' });
}

/** Say what waits, and what wants a decision first. */
export async function tellOutbox(db) {
  const entries = await listOutbox(db);
  const many = (state) => entries.filter((entry) => entry.state === state).length;
  writeHint({ unsent: entries.length });
  if (navigator.setAppBadge) (entries.length ? navigator.setAppBadge(entries.length) : navigator.clearAppBadge()).catch(() => {});
  const [text, shape, gesture] = sentence(entries, many);
  strip('outbox', text, { shape, gesture });
}

function sentence(entries, many) {
  if (many('conflict')) {
    return [`${count(many('conflict'), 'texte a changé', 'textes ont changé')} entre-temps : choisissez.`, 'git-compare', goTo('Voir', LIST)];
  }
  if (many('refused')) {
    return [`${count(many('refused'), 'texte refusé', 'textes refusés')}, à corriger.`, 'octagon-alert', goTo('Voir', LIST)];
  }
  if (many('needs-login')) {
    return [`${count(many('needs-login'), 'texte attend', 'textes attendent')} : reconnectez-vous pour l’envoi.`, 'lock',
      goTo('Se connecter', '/connexion?next=/hors-ligne')];
  }
  if (entries.length) return [`${count(entries.length, 'texte')} à envoyer.`, 'cloud-upload', goTo('Voir', LIST)];
  return ['', '', null];
}
