// An image for a text: made smaller on the device, described, sent, then written where the caret was.

import { askSession } from '../offline/net.js';
import { ask } from '../editor/panel.js';

const LARGEST = 1600; // px
const LIGHT = 500000; // bytes under which a small enough image is sent as it is
const NETWORK = 'Les images demandent le réseau. Votre texte est là : ajoutez l’image plus tard.';

/** `insert(markdown)` writes in the text; `done()` gives it the caret back. */
export async function attach(place, { file, form, insert, done }) {
  const image = await shrink(file);
  const question = { label: 'Que montre cette image ?', help: 'Une phrase courte, lue à qui ne voit pas l’image.', verb: 'Ajouter l’image' };
  ask(place, question, async (alternative) => {
    if (!alternative) throw new Error('Dites en quelques mots ce que montre l’image.');
    insert(await send(image, file.name, alternative, form));
  }, done);
}

async function send(image, name, alternative, form) {
  const { reached, data } = await askSession();
  if (!reached) throw new Error(NETWORK);
  if (data.user === null) throw new Error('Votre session est finie. Reconnectez-vous dans un autre onglet, puis recommencez.');
  const body = new FormData();
  const fields = { csrf_token: data.csrf, alternative, text_id: form.elements.text_id?.value ?? '', client_id: crypto.randomUUID() };
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  body.append('file', image, name.replace(/\.\w+$/, '') + ({ 'image/webp': '.webp', 'image/jpeg': '.jpg' }[image.type] ?? name.match(/\.\w+$/)?.[0] ?? ''));
  const answer = await fetch('/fichiers', { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer) throw new Error(NETWORK);
  const told = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  if (answer.ok && told.markdown) return told.markdown;
  throw new Error(Object.values(told.errors ?? {}).flat()[0] ?? told.advice ?? 'Le serveur n’a pas pris cette image. Recommencez dans un instant.');
}

// The server makes images smaller too: this spares the network. What cannot be read here goes as it is.
async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const ratio = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    if (ratio === 1 && file.size <= LIGHT) return file;
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: Math.round(picture.width * ratio), height: Math.round(picture.height * ratio) });
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = (type) => new Promise((resolve) => { canvas.toBlob(resolve, type, 0.85); });
    let smaller = await made('image/webp');
    if (smaller?.type !== 'image/webp') {
      pen.globalCompositeOperation = 'destination-over'; // JPEG has no transparency: white, not black
      pen.fillStyle = 'white';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      smaller = await made('image/jpeg');
    }
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    return file;
  }
}
