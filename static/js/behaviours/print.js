// The button that prints: of no use without script, so hidden until here.

export function attach(button) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
