// The page's side of searching the copy: one worker, asked questions, answering in its time.

let worker = null;
let last = 0;
const waiting = new Map();

export const refresh = (uid) => ask('refresh', uid);

/** {results, partial, corrected, total, hasNext, understood, kinds}. */
export const find = (uid, typed, options) => ask('find', uid, typed, options);

/** At most three results that look like a question being written. */
export const similar = (uid, title, body = '') => ask('similar', uid, title, body);

function ask(name, ...args) {
  worker ??= open();
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, name, args });
  });
}

function open() {
  const opened = new Worker(new URL('./search-worker.js', import.meta.url), { type: 'module' });
  opened.onmessage = ({ data: { id, answer, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
  };
  return opened;
}
