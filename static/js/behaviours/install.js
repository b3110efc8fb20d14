// Installing: our own button where the browser offers it, a few lines of help on an iPhone, nothing once installed.

import { button, h, message } from '../offline/dom.js';
import { forgetInstaller, installer } from '../offline/installer.js';

export function attach(place) {
  if (matchMedia('(display-mode: standalone)').matches || navigator.standalone) return;
  installer((offer) => place.replaceChildren(message('Garder Partage sous la main',
    'Une icône sur l’écran d’accueil. La copie y est mieux protégée.', { shape: 'download' },
    button('Installer', () => install(place, offer), { look: 'main' }))));
  if (/iPhone|iPad/.test(navigator.userAgent)) place.replaceChildren(onIphone());
}

async function install(place, offer) {
  offer.prompt();
  const { outcome } = await offer.userChoice;
  forgetInstaller();
  if (outcome !== 'accepted') return;
  const safe = await navigator.storage?.persist?.();
  const said = safe ? 'Le navigateur s’engage à garder la copie.' : 'Ouvrez-le depuis l’écran d’accueil.';
  place.replaceChildren(message('Partage est installé', said, { shape: 'circle-check' }));
}

const onIphone = () => message('Installer sur iPhone ou iPad',
  'Sans installation, l’appareil efface la copie après 7 jours sans visite.', { shape: 'smartphone' },
  h('ol', { class: 'steps small' },
    h('li', {}, 'Touchez le bouton « Partager » du navigateur.'),
    h('li', {}, 'Choisissez « Sur l’écran d’accueil ».'),
    h('li', {}, 'Ouvrez Partage depuis son icône et reconnectez-vous : l’application a sa propre mémoire.')));
