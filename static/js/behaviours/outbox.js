// A form that must not lose its text. With network it leaves as any form does; without, it waits on this device.

import { isShared } from '../store.js';
import { wrongFields } from '../offline/checking.js';
import { head, link, message } from '../offline/dom.js';
import { askSession } from '../offline/net.js';
import { replay, showsWaiting } from '../offline/outbox.js';
import { readForm } from '../offline/payload.js';
import { whoIsHere } from '../offline/person.js';
import { leaves, write } from '../offline/write.js';

const SENDS = ['draft', 'submit', ''];

export function attach(form) {
  if (isShared()) return;
  form.addEventListener('submit', async (event) => {
    if (form.dataset.sure || event.defaultPrevented) return;
    const { submitter } = event;
    event.preventDefault();
    const answer = form.dataset.offline === undefined ? await busy(submitter, askSession) : null;
    if (answer?.reached && answer.data.user && hasImages(form)) await replay(answer.data.user); // images leave before their text
    if (answer?.reached && !hasImages(form) && answer.data.user === Number(document.body.dataset.uid)) {
      form.dataset.sure = 'yes';
      form.requestSubmit(submitter);
    } else if (SENDS.includes(submitter?.value ?? '')) {
      await keepHere(form, submitter, answer);
    } else {
      say(form, message('Cette action demande le réseau', 'Continuez d’écrire : votre texte est gardé sur cet appareil.',
        { tone: 'look', shape: 'cloud-off' }));
    }
  });
  // back on a page the browser had frozen: the form may leave again, if the network is still there
  addEventListener('pageshow', ({ persisted }) => { if (persisted) delete form.dataset.sure; });
}

const isUnderAText = ({ write: name, payload }) => name === 'comment.add' || (name === 'answer.save' && !payload.text_id);
const hasImages = (form) => [...form.querySelectorAll('textarea')].some(({ value }) => showsWaiting(value));

async function busy(gesture, work) {
  gesture?.setAttribute('aria-busy', 'true');
  const answer = await work();
  gesture?.removeAttribute('aria-busy');
  return answer;
}

async function keepHere(form, submitter, answer) {
  const { uid, db } = await whoIsHere();
  const read = readForm(form, submitter);
  if (wrongFields(form, read)) return;
  if (!db) {
    say(form, message('Le serveur ne répond pas', 'Ce navigateur ne garde rien : ne fermez pas cette page.',
      { tone: 'bad', shape: 'octagon-alert' }));
    return;
  }
  const { key, replaces, address } = form.dataset;
  form.dispatchEvent(new CustomEvent('kept', { bubbles: true })); // autosave stops: the text is in the outbox
  await write(db, { ...read, uid, url: address || location.pathname }, { draft: key, replaces });
  const said = answer?.reached && answer.data.user === null ? signIn() : kept();
  if (isUnderAText(read)) {
    say(form, said);
    form.reset();
  } else {
    document.querySelector('.thumb')?.remove();
    form.parentElement.replaceChildren(head(read.title || 'Votre texte'), said);
    said.focus();
  }
}

const signIn = () => message('Votre session est finie', 'Votre texte est gardé sur cet appareil. Reconnectez-vous : il partira.',
  { shape: 'lock' }, link('Se connecter', '/connexion?next=/hors-ligne', { look: 'main' }));

const kept = () => message('Gardé sur cet appareil', leaves(),
  { shape: 'smartphone' }, link('Voir ce qui attend', '/hors-ligne#a-envoyer'));

function say(form, said) {
  form.parentElement.querySelector('[data-said]')?.remove();
  said.dataset.said = '';
  form.before(said);
  said.focus();
}
