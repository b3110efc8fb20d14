// Correcting one's own answer without network; and the form of an answer, kept in the shell.

import { h, head, lead, p } from '../dom.js';
import { mayBeThere } from './entry.js';
import { arriving } from './form.js';
import * as other from './other.js';

export async function build({ db, path, entries }) {
  const number = Number(/\d+/.exec(path)[0]);
  const questions = await db.getAll('row', IDBKeyRange.bound(['question'], ['question', []]));
  const question = questions.find((row) => row.my_answers?.[number]);
  const entry = entries.find(({ write, payload }) => write === 'answer.save' && payload.text_id === number);
  if (!question) return other.build({ row: null });
  if (entry && mayBeThere(entry)) return arriving();
  const { source, base } = question.my_answers[number];
  const form = answerForm();
  name(form, { question, number, base: entry?.base ?? base, replaces: entry?.key, key: `answer:${number}` });
  form.elements.body.defaultValue = entry?.payload.body ?? source;
  form.querySelector('button.main').textContent = 'Enregistrer';
  const isConfirmed = question.answers.some(({ id, confirmed_at: at }) => id === number && at);
  return {
    title: 'Corriger ma réponse', ownTitle: true, area: 'entraide', hideDock: true, back: [question.url, 'la question'],
    main: [
      head('Corriger ma réponse', lead(question.title)),
      isConfirmed && p('muted small', 'Cette réponse est confirmée. Elle ne le sera plus si ses mots changent.'),
      h('div', {}, form),
    ],
  };
}

export const answerForm = () => document.getElementById('answer-form').content.querySelector('form').cloneNode(true);

/** What the outbox and the drafts know an answer by. */
export function name(form, { question, number = '', base = '', replaces = '', key, address = '' }) {
  form.action = `${question.url}/reponses`;
  Object.assign(form.dataset, { offline: '', textId: number, base, replaces, key, address, title: question.title });
  form.elements.question_id.defaultValue = question.id;
  form.elements.text_id.defaultValue = number;
  form.elements.client_id.defaultValue = crypto.randomUUID();
}
