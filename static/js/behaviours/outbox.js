// A form that must not lose its text. With network it leaves as any form does; without, it waits on this device.

import { isShared } from '../store.js';
import { h, icon, link, message } from '../offline/dom.js';
import { askSession } from '../offline/net.js';
import { readForm } from '../offline/payload.js';
import { whoIsHere } from '../offline/person.js';
import { write } from '../offline/write.js';

const SENDS = ['draft', 'submit', ''];

export function attach(form) {
  if (isShared()) return;
  form.addEventListener('submit', async (event) => {
    if (form.dataset.sure || event.defaultPrevented) return;
    const { submitter } = event;
    event.preventDefault();
    const answer = form.dataset.offline === undefined ? await busy(submitter, askSession) : null;
    if (answer?.reached && answer.data.user === Number(document.body.dataset.uid)) {
      form.dataset.sure = 'yes';
      form.requestSubmit(submitter);
    } else if (SENDS.includes(submitter?.value ?? '')) {
      await keepHere(form, submitter, answer);
    } else {
      say(form, message('Cette action demande le réseau', 'Continuez d’écrire : votre texte est gardé sur cet appareil.', { tone: 'look', shape: 'cloud-off' }));
    }
  });
}

async function busy(gesture, work) {
  gesture?.setAttribute('aria-busy', 'true');
  const answer = await work();
  gesture?.removeAttribute('aria-busy');
  return answer;
}

async function keepHere(form, submitter, answer) {
  const { uid, db } = await whoIsHere();
  const read = readForm(form, submitter);
  const wrong = check(form, read);
  if (wrong || !db) return;
  const url = form.dataset.address || location.pathname;
  const { key, replaces } = form.dataset;
  form.dispatchEvent(new CustomEvent('kept', { bubbles: true })); // autosave stops: the text is in the outbox
  await write(db, { ...read, uid, url }, { draft: key, replaces });
  const signIn = answer?.reached && answer.data.user === null;
  const said = signIn ? message('Votre session est finie', 'Votre texte est gardé sur cet appareil. Reconnectez-vous : il partira.', { shape: 'lock' }, link('Se connecter', '/connexion?next=/hors-ligne', { look: 'main' }))
    : message('Gardé sur cet appareil', 'Il partira au retour du réseau, même si vous fermez cette page.', { shape: 'smartphone' }, link('Voir ce qui attend', '/hors-ligne#a-envoyer'));
  if (read.write === 'comment.add') {
    say(form, said);
    form.reset();
  } else {
    const place = form.parentElement;
    document.querySelector('.thumb')?.remove();
    place.replaceChildren(h('h1', {}, read.title || 'Votre texte'), said);
    said.focus();
  }
}

function say(form, said) {
  form.parentElement.querySelector('[data-said]')?.remove();
  said.dataset.said = '';
  form.before(said);
  said.focus();
}

// The same rules as the server's form, said before the text waits for nothing.
function check(form, { write: name, payload }) {
  const wrong = name === 'practice.save' ? [
    !payload.title.trim() && ['title', 'Donnez un titre à la fiche.'],
    !payload.summary.trim() && ['summary', 'Dites en une ou deux phrases à quoi sert la fiche.'],
    !payload.themes.length && ['themes', 'Choisissez au moins un thème.'],
    payload.themes.length > 3 && ['themes', 'Choisissez 3 thèmes au plus.'],
    !payload.body.trim() && [form.elements.body ? 'body' : 'boxes-0', 'Écrivez au moins une partie de la fiche.'],
  ].filter(Boolean) : [!payload.body.trim() && ['body', 'Écrivez votre remarque avant de l’envoyer.']].filter(Boolean);
  form.querySelectorAll('[data-said-wrong]').forEach((line) => line.remove());
  form.querySelectorAll('[data-bad]').forEach((field) => field.removeAttribute('data-bad'));
  for (const [field, text] of wrong) {
    const place = form.querySelector(`[name="${field}"]`)?.closest('.field') ?? form.querySelector(`#${field}`);
    place?.setAttribute('data-bad', '');
    place?.append(h('p', { class: 'err', 'data-said-wrong': true, role: 'alert' }, icon('octagon-alert'), h('span', {}, text)));
  }
  if (wrong.length) (form.querySelector(`[name="${wrong[0][0]}"]`))?.focus();
  return wrong.length > 0;
}
