// What was just done, with its way back: goes to the bottom bar, counts down, stops while it is looked at, then leaves.

const SECONDS = 10;

export function attach(message) {
  const place = document.getElementById('toasts');
  const text = message.querySelector('p');
  const button = message.querySelector('button');
  if (!place || !text || !button) return;
  const toast = document.createElement('div');
  toast.className = 'toast';
  const label = document.createElement('span');
  button.className = '';
  button.replaceChildren(label);
  toast.append(text, button.form);
  place.append(toast);
  message.remove();
  forgetAddress();
  count(toast, label);
}

/** Without `fait` in the address, a page read again does not say again what was done. */
function forgetAddress() {
  const here = new URL(location.href);
  here.searchParams.delete('fait');
  history.replaceState(history.state, '', here);
}

function count(toast, label) {
  let left = SECONDS;
  let watched = false;
  const show = () => { label.textContent = `Annuler, ${left}\u00a0s`; };
  for (const [begin, end] of [['pointerenter', 'pointerleave'], ['focusin', 'focusout']]) {
    toast.addEventListener(begin, () => { watched = true; });
    toast.addEventListener(end, () => { watched = false; });
  }
  show();
  const timer = setInterval(() => {
    if (watched || document.hidden) return;
    left -= 1;
    if (left > 0) show();
    else { clearInterval(timer); toast.remove(); }
  }, 1000);
}
