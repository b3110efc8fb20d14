// From a form to what a write sends, and from what a text holds to what a form shows.

const LISTS = ['themes', 'publics'];
const FLAGS = ['is_public'];
const BOARD = ['question.save', 'answer.save'];
const NOT_CONTENT = ['csrf_token', 'client_id', 'base_id', 'mode', 'rest', 'body', 'action'];

/** {write, payload, base, title} of a form that carries data-write. `submitter` says which button was pressed. */
export function readForm(form, submitter = null) {
  const write = form.dataset.write;
  const text = (name) => form.elements[name]?.value ?? '';
  const number = Number(form.dataset.textId || text('text_id')) || null;
  if (BOARD.includes(write)) return readPost(form, number);
  if (write !== 'practice.save') {
    const payload = { text_id: number, body: text('body'), ...(text('guard_reason') && { guard_reason: text('guard_reason') }) };
    return { write, payload, base: null, title: form.dataset.title || document.title };
  }
  const payload = {};
  for (const field of form.elements) if (isContent(field)) payload[field.name] = field.value;
  for (const name of LISTS) payload[name] = [...form.querySelectorAll(`[name="${name}"]:checked`)].map(({ value }) => value);
  for (const name of FLAGS) payload[name] = form.elements[name]?.checked ?? false;
  const action = submitter?.value === 'submit' ? 'submit' : 'draft';
  Object.assign(payload, { text_id: number, body: bodyOf(form), action, merge: 'ask' });
  return { write, payload, base: Number(text('base_id') || form.dataset.base) || null, title: payload.title };
}

function readPost(form, number) {
  const payload = {};
  for (const field of form.elements) if (isContent(field)) payload[field.name] = field.type === 'checkbox' ? field.checked : field.value;
  Object.assign(payload, { text_id: number, body: form.elements.body.value });
  const base = Number(form.elements.base_id?.value || form.dataset.base) || null;
  return { write: form.dataset.write, payload, base, title: payload.title ?? form.dataset.title ?? document.title };
}

const isContent = (field) => field.name && !NOT_CONTENT.includes(field.name) && !field.name.startsWith('boxes-')
  && !(field.type === 'radio' && !field.checked);

// The boxes of the guided form, joined as partage/wiki/parts.py does; the one box of the free form as it is.
function bodyOf(form) {
  const boxes = boxesOf(form);
  if (!boxes.length) return form.elements.body?.value ?? '';
  const parts = boxes.filter(({ value }) => value.trim()).map((box) => `## ${headingOf(box)}\n\n${box.value.trim()}`);
  const rest = (form.elements.rest?.value ?? '').trim();
  return [...parts, rest].filter(Boolean).join('\n\n') + (parts.length || rest ? '\n' : '');
}

const boxesOf = (form) => [...form.querySelectorAll('textarea[name^="boxes-"]')];
const headingOf = (box) => box.form.querySelector(`label[for="${box.id}"]`).textContent.trim();
const same = (text) => text.replaceAll('’', "'").toLowerCase();

/** Put a body in the boxes of a form, by its headings; what has no box goes to `rest`. */
export function fillBoxes(form, body) {
  const boxes = new Map(boxesOf(form).map((box) => [same(headingOf(box)), box]));
  const rest = [];
  for (const { heading, text } of cut(body)) {
    const box = boxes.get(same(heading));
    if (box) {
      box.defaultValue = text.replace(/^\n+|\n+$/g, '');
      boxes.delete(same(heading));
    } else if (heading || text.trim()) {
      rest.push(((heading ? `## ${heading}\n` : '') + text).replace(/^\n+|\n+$/g, ''));
    }
  }
  return rest.join('\n\n');
}

function cut(body) {
  const sections = [{ heading: '', lines: [] }];
  let fence = '';
  for (const line of body.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const found = !fence && !mark && /^##[ \t]+(.+?)[ \t]*#*[ \t]*$/.exec(line);
    if (mark && !fence) fence = mark;
    else if (mark && line.trim().startsWith(fence)) fence = '';
    if (found) sections.push({ heading: found[1], lines: [] });
    else sections.at(-1).lines.push(line);
  }
  return sections.map(({ heading, lines }) => ({ heading, text: lines.join('\n') }));
}

/** The facets of a revision as a payload carries them. */
export function facets({ sources = [], territory = [], ...fields }) {
  return { ...fields, territory: territory.join(', '), sources: sources.map(sourceLine).join('\n') };
}

function sourceLine({ title, url, consulted }) {
  const on = consulted && `consultée le ${consulted.split('-').reverse().join('/')}`;
  return [title, url, on].filter(Boolean).join(', ');
}
