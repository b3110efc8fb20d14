// The rules of the server's forms that can be told at once: a text should not wait a day to be refused.

import { h, icon } from './dom.js';

const RULES = {
  'practice.save': ({ title, summary, themes, body }, form) => [
    !title.trim() && ['title', 'Donnez un titre à la fiche.'],
    !summary.trim() && ['summary', 'Dites en une ou deux phrases à quoi sert la fiche.'],
    !themes.length && ['themes', 'Choisissez au moins un thème.'],
    themes.length > 3 && ['themes', 'Choisissez 3 thèmes au plus.'],
    !body.trim() && [form.elements['boxes-0'] ? 'boxes-0' : 'body', 'Écrivez au moins une partie de la fiche.'],
  ],
  'question.save': ({ topic, title, body }) => [
    !topic && ['topic', 'Choisissez le thème : ses experts verront la question.'],
    !title.trim() && ['title', 'Écrivez la question en une phrase.'],
    !body.trim() && ['body', 'Décrivez la situation en quelques lignes, sans nom.'],
  ],
  'answer.save': ({ body }) => [!body.trim() && ['body', 'Écrivez votre réponse avant de l’envoyer.']],
  'comment.add': ({ body }) => [!body.trim() && ['body', 'Écrivez votre remarque avant de l’envoyer.']],
};

/** Say under each field what is wrong with it, go to the first; false when all is well. */
export function wrongFields(form, { write, payload }) {
  form.querySelectorAll('[data-said-wrong]').forEach((line) => line.remove());
  form.querySelectorAll('[data-bad]').forEach((field) => field.removeAttribute('data-bad'));
  const wrong = (RULES[write]?.(payload, form) ?? []).filter(Boolean);
  for (const [name, text] of wrong) {
    const place = form.querySelector(`[name="${name}"]`)?.closest('fieldset.field, .field') ?? form.querySelector(`#${name}`);
    place?.setAttribute('data-bad', '');
    place?.append(h('p', { class: 'err', 'data-said-wrong': true, role: 'alert' }, icon('octagon-alert'), h('span', {}, text)));
  }
  if (wrong.length) form.querySelector(`[name="${wrong[0][0]}"]`)?.focus();
  return wrong.length > 0;
}
