// The worker: registered on one's own device, renewed when the person says so, never under a text being written.

import { h } from './dom.js';
import { strip } from './strips.js';

const SIX_HOURS = 6 * 3600 * 1000;

/** Register the worker and watch for its next version. Without it everything works, with network. */
export async function keepWorker() {
  if (!navigator.serviceWorker) return null;
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js', { scope: '/', updateViaCache: 'none' });
    watch(registration);
    return registration;
  } catch {
    return null;
  }
}

function watch(registration) {
  const look = () => registration.update().catch(() => {});
  offer(registration);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', () => offer(registration));
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  setInterval(look, SIX_HOURS);
}

function offer(registration) {
  // a first worker replaces nothing: nobody has to be told
  if (!registration.waiting || !registration.active) return;
  const gesture = h('button', { type: 'button', onclick: () => renew(registration) }, 'Mettre à jour');
  strip('update', 'Nouvelle version prête.', { shape: 'refresh-cw', gesture });
}

function renew(registration) {
  if (isDirty()) {
    strip('update', 'Nouvelle version prête. Enregistrez d’abord votre texte.', {
      shape: 'refresh-cw', gesture: h('button', { type: 'button', onclick: () => renew(registration) }, 'Mettre à jour'),
    });
    return;
  }
  // asked here, so reloaded here, once; the other pages keep their version until they are left
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (navigator.serviceWorker.controller) location.reload();
  }, { once: true });
  registration.waiting?.postMessage({ type: 'skip-waiting' });
}

/** True when a field of this page holds something that was not there at first. */
export function isDirty() {
  return [...document.querySelectorAll('form[method="post"]')].some((form) => [...form.elements].some((field) => {
    if (['checkbox', 'radio'].includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected && field.value);
    return 'defaultValue' in field && field.type !== 'hidden' && field.value !== field.defaultValue;
  }));
}
