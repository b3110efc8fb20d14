// On a shared computer nothing is kept: what is typed is in this page alone, so its session must not end under it.

import { link, message } from '../offline/dom.js';
import { askSession } from '../offline/net.js';

const EVERY = 300000; // ms: the server notes no presence more often

/** Writing is not being idle; and nothing leaves this page before the server is ready to take it. */
export function keepOpen(form) {
  let asked = Date.now();
  form.addEventListener('input', () => {
    if (Date.now() - asked < EVERY) return;
    asked = Date.now();
    askSession();
  });
  form.addEventListener('submit', async (event) => {
    if (form.dataset.sure || event.defaultPrevented) return;
    event.preventDefault();
    const { reached, data } = await askSession();
    form.querySelector('[data-held]')?.remove();
    if (!reached) hold(form, message('Le serveur ne répond pas', 'Votre texte est toujours dans cette page : ne la fermez pas. Réessayez dans un instant.', { tone: 'look', shape: 'cloud-off' }));
    else if (data.user !== Number(document.body.dataset.uid)) hold(form, ended());
    else send(form, event.submitter, data.csrf);
  });
}

const ended = () => message('Votre session est finie', 'Votre texte est toujours dans cette page : ne la fermez pas. Reconnectez-vous dans un autre onglet, puis enregistrez ici.',
  { tone: 'look', shape: 'lock' }, Object.assign(link('Se connecter', '/connexion', { look: 'main' }), { target: '_blank', rel: 'noopener' }));

function send(form, submitter, token) {
  const field = form.elements.csrf_token;
  if (field) field.value = token; // that of the session she may have opened meanwhile
  form.dataset.sure = 'yes';
  form.requestSubmit(submitter);
  delete form.dataset.sure;
}

function hold(form, said) {
  said.dataset.held = '';
  const head = form.querySelector('header');
  if (head) head.after(said);
  else form.prepend(said);
  said.focus();
}
