// An image for a text: made smaller on the device, described, sent, then written where the caret was.

import { isShared } from '../store.js';
import { toast } from '../offline/dom.js';
import { askSession } from '../offline/net.js';
import { whoIsHere } from '../offline/person.js';
import { write } from '../offline/write.js';
import { ask } from '../editor/panel.js';

const LARGEST = 1600; // px
const LIGHT = 500000; // bytes under which a small enough image is sent as it is
const HEAVIEST = 10e6; // bytes the server takes
const HEAVY = 'Cette image est trop lourde pour être gardée ici : 10 Mo au plus.';
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
  const fields = { alternative, text_id: form.elements.text_id?.value ?? '', client_id: crypto.randomUUID() };
  const called = name.replace(/\.\w+$/, '') + ({ 'image/webp': '.webp', 'image/jpeg': '.jpg' }[image.type] ?? name.match(/\.\w+$/)?.[0] ?? '');
  if (!reached || data.user === null) return keepHere(image, called, fields);
  const body = new FormData();
  for (const [field, value] of Object.entries({ ...fields, csrf_token: data.csrf })) body.append(field, value);
  body.append('file', image, called);
  const answer = await fetch('/fichiers', { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer) return keepHere(image, called, fields);
  const told = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  if (answer.ok && told.markdown) return told.markdown;
  throw new Error(Object.values(told.errors ?? {}).flat()[0] ?? told.advice ?? 'Le serveur n’a pas pris cette image. Recommencez dans un instant.');
}

// It waits in the outbox, before its text. Until it has an address of its own, the text shows this one.
async function keepHere(image, name, { alternative, text_id: text, client_id: key }) {
  const { uid, db } = await whoIsHere();
  if (!db || isShared()) throw new Error(NETWORK);
  if (image.size > HEAVIEST) throw new Error(HEAVY);
  const place = `/fichiers/attente-${key}/image`;
  const payload = { text_id: Number(text) || null, alternative, name, type: image.type, place, bytes: await image.arrayBuffer() };
  await write(db, { key, uid, write: 'file.add', payload, title: alternative, url: location.pathname });
  toast('Image gardée sur cet appareil. Elle partira avec le texte.');
  return `![${alternative.replace(/[[\]\\`*_<>]/g, ' ').replace(/\s+/g, ' ').trim()}](${place})`;
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
