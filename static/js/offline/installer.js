// The browser's offer to install, caught as soon as the page listens and kept until somebody wants it.

let offer = null;
const ears = new Set();

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offer = event;
  ears.forEach((ear) => ear(offer));
});

/** Call `ear` with the offer, now or when it comes. */
export function installer(ear) {
  ears.add(ear);
  if (offer) ear(offer);
}

export const forgetInstaller = () => { offer = null; };
