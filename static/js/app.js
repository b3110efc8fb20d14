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
  for (const name of element.dataset.behaviour.split(' ')) {
    import(`./behaviours/${name}.js`).then((behaviour) => behaviour.attach(element)).catch((error) => console.error(error));
  }
}

function begin() {
  const { uid, device } = document.body.dataset;
  for (const form of document.querySelectorAll('form[action$="/deconnexion"]:not([data-behaviour])')) {
    form.dataset.behaviour = 'sign-out';
  }
  attachAll(document);
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  // a visitor who never signed in here, or a shared computer: nothing is loaded, nothing is kept
  const wasHere = navigator.serviceWorker?.controller || localStorage.getItem('partage');
  if (device === 'shared') {
    if (wasHere) idle(() => import('./offline/start.js').then(({ leave }) => leave()));
  } else if (uid || wasHere) {
    idle(() => import('./offline/start.js').then(({ start }) => start(Number(uid) || null)), { timeout: 2000 });
  }
}

begin();
