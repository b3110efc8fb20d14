// Suggestions under a search field while typing: the combobox of ARIA 1.2. Without it, the form simply searches.

const PAUSE = 150; // ms without a key before asking
const SHORTEST = 2;
let lists = 0;

export function attach(form) {
  const input = form.querySelector('input[name="q"]');
  const list = make('ul', { id: `suggestions-${(lists += 1)}`, className: 'suggest', role: 'listbox', ariaLabel: 'Suggestions', hidden: true });
  const status = make('p', { className: 'vh', role: 'status' });
  form.append(list, status);
  input.type = 'text'; // a field of type search may not be a combobox
  set(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id });
  let timer;
  let asking = new AbortController();

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    choose(null);
  }

  function choose(option) {
    list.querySelector('[aria-selected="true"]')?.setAttribute('aria-selected', 'false');
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  }

  function move(step) {
    const options = [...list.children];
    const here = options.findIndex((option) => option.ariaSelected === 'true');
    const next = here + step;
    choose(here < 0 && step < 0 ? options.at(-1) : options[next] ?? null); // past either end: back to what was typed
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`/api/suggestions?${new URLSearchParams(new FormData(form))}`, { signal });
      if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('application/json')) return close();
      const found = await answer.json();
      if (!signal.aborted && document.activeElement === input) show(found);
    } catch {
      if (!signal.aborted) close(); // no network: the form still searches
    }
  }

  function show(found) {
    choose(null);
    list.replaceChildren(...found.map((one, place) => option(one, `${list.id}-${place}`)));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    const more = found.length > 1 ? 's' : '';
    status.textContent = found.length ? `${found.length} suggestion${more}, flèches haut et bas pour choisir.` : 'Aucune suggestion.';
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || list.hidden) return;
    const chosen = list.querySelector('[aria-selected="true"]');
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === 'Enter' && chosen) open(chosen);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', close);
  form.addEventListener('submit', close);
  list.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener('click', (event) => {
    const chosen = event.target.closest('[role="option"]');
    if (chosen) open(chosen);
  });
}

function option({ title, label, url }, id) {
  const line = make('li', { id, role: 'option', ariaSelected: 'false' });
  line.dataset.url = url;
  line.append(make('span', { className: 'ttl', textContent: title }), ' ', make('span', { className: 'sub', textContent: label }));
  return line;
}

function open(chosen) {
  const { url } = chosen.dataset;
  if (url.startsWith('/') && !url.startsWith('//')) location.assign(url);
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
