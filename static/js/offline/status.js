// What the strips say of the network and of what waits to be sent.

import { listOutbox } from '../store.js';
import { h } from './dom.js';
import { count, upTo } from './french.js';
import { readHint, writeHint } from './hint.js';
import { goTo, strip } from './strips.js';

const LIST = '/hors-ligne#a-envoyer';
const FRAGILE = 5 * 86400000; // an iPhone wipes a site that is not visited for 7 days

/** Say that the server does not answer; when it does, nothing, or on a page built here, that its own can be had. */
export function tellNetwork(reached) {
  const built = document.getElementById('page');
  if (reached) {
    const again = () => h('button', { type: 'button', onclick: () => location.reload() }, 'Recharger');
    return strip('network', built ? 'Le réseau est revenu.' : '', built ? { shape: 'wifi', gesture: again() } : {});
  }
  const what = navigator.onLine === false ? 'Hors ligne.' : 'Le serveur ne répond pas.';
  const { synced } = readHint();
  const said = built && synced ? `Copie à jour du ${upTo(synced)} : lisez, cherchez, écrivez.` : 'Vous pouvez lire, chercher et écrire.';
  return strip('network', `${what} ${said}`, { shape: 'cloud-off' });
}

/** Say what waits, and what wants a decision first. */
export async function tellOutbox(db) {
  const entries = await listOutbox(db);
  writeHint({ unsent: entries.length });
  badge(entries.length);
  // the page of what waits says it by itself, but the way to sign in
  const isSaid = location.pathname.startsWith('/hors-ligne') && !entries.some((entry) => entry.state === 'needs-login');
  const [text, shape, gesture] = isSaid ? [''] : sentence(entries);
  strip('outbox', text, { shape, gesture });
}

function badge(number) {
  if (!navigator.setAppBadge) return;
  (number ? navigator.setAppBadge(number) : navigator.clearAppBadge()).catch(() => {});
}

function sentence(entries) {
  const many = (state) => entries.filter((entry) => entry.state === state).length;
  const see = () => goTo('Voir', LIST);
  if (many('conflict')) {
    const changed = count(many('conflict'), 'texte a changé', 'textes ont changé');
    return [`${changed} entre-temps : choisissez.`, 'git-compare', see()];
  }
  if (many('refused')) {
    return [`${count(many('refused'), 'texte refusé', 'textes refusés')}, à corriger.`, 'octagon-alert', see()];
  }
  if (many('needs-login')) {
    const text = `${count(many('needs-login'), 'texte attend', 'textes attendent')} : reconnectez-vous pour l’envoi.`;
    return [text, 'lock', goTo('Se connecter', '/connexion?next=/hors-ligne')];
  }
  if (entries.some(({ created }) => Date.now() - new Date(created) > FRAGILE)) {
    return ['Des textes attendent depuis 5 jours. Gardez-les aussi dans un fichier.', 'triangle-alert', see()];
  }
  return entries.length ? [`${count(entries.length, 'texte')} à envoyer.`, 'cloud-upload', see()] : ['', '', null];
}
