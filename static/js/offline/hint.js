// A line in localStorage, which outlives the databases: who has a copy here, and how many texts had not left.
// When the browser takes the databases away, it is what lets us say so.

const NAME = 'partage';

export function readHint() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

export function writeHint(changes) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...readHint(), ...changes }));
  } catch {
    // a browser that refuses localStorage: nothing else depends on it
  }
}

export const forgetHint = () => localStorage.removeItem(NAME);
