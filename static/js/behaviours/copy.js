// A line to copy: one press puts it on the clipboard. Without it, the line can be selected.

export function attach(input) {
  if (!navigator.clipboard) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn';
  button.textContent = 'Copier';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(input.value);
    button.textContent = 'Copié';
  });
  input.after(button);
}
