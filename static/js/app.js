// The only script of a page: what it needs is loaded when it needs it. Without it, every page still works.

/** Attach the behaviours of a piece of page: `data-behaviour="name other"` calls attach() of behaviours/name.js. */
export function attachAll(root) {
  const marked = root.querySelectorAll('[data-behaviour]');
  for (const element of [...(root.matches?.('[data-behaviour]') ? [root] : []), ...marked]) {
    // a small form under a page to read weighs nothing until somebody writes in it
    if (element.dataset.when === 'touched') element.addEventListener('focusin', () => attachOne(element), { once: true });
    else attachOne(element);
  }
}

function attachOne(element) {
  const tell = (error) => console.error(error);
  const loaded = element.dataset.behaviour.split(' ').map((name) => import(`./behaviours/${name}.js`)
    .then((behaviour) => { Promise.resolve(behaviour.attach(element)).catch(tell); }, tell));
  if (element.matches('form')) holdUntil(Promise.race([Promise.all(loaded), new Promise((go) => setTimeout(go, 3000))]), element);
}

// Sent before its behaviours are there, a form would leave without them, and without network lose its words.
function holdUntil(ready, form) {
  const hold = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.dataset.held) ready.then(() => form.requestSubmit(event.submitter));
    form.dataset.held = 'yes';
  };
  form.addEventListener('submit', hold, true);
  ready.then(() => {
    form.removeEventListener('submit', hold, true);
    delete form.dataset.held;
  });
}

// The room the dock takes at the end of the page: it changes with the size of the text.
function measureDock() {
  const dock = document.querySelector('.dock');
  if (!dock || !window.ResizeObserver) return;
  dock.classList.add('measured');
  new ResizeObserver(() => document.documentElement.style.setProperty('--dock', `${dock.offsetHeight}px`)).observe(dock);
}

function begin() {
  measureDock();
  const { uid, device } = document.body.dataset;
  for (const form of document.querySelectorAll('form[action$="/deconnexion"]:not([data-behaviour])')) {
    form.dataset.behaviour = 'sign-out';
  }
  attachAll(document);
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  // the shell first builds its page, from what the device has: the rest would only slow it
  const shown = !document.getElementById('page') ? Promise.resolve()
    : new Promise((go) => { addEventListener('built', go, { once: true }); setTimeout(go, 2000); });
  // a visitor who never signed in here, or a shared computer: nothing is loaded, nothing is kept
  const wasHere = navigator.serviceWorker?.controller || localStorage.getItem('partage');
  if (device === 'shared') {
    if (wasHere) idle(() => import('./offline/start.js').then(({ leave }) => leave()));
  } else if (uid || wasHere) {
    shown.then(() => idle(() => import('./offline/start.js').then(({ start }) => start(Number(uid) || null)), { timeout: 2000 }));
  }
}

begin();
