// What each tool does to a text: pure. Every change is {from, to, words, start, end}: what is replaced, then selected.

const MARK = /^(\s*)([-*+]|\d+[.)])[ \t]+/;
const LISTS = { bullets: /^\s*[-*+][ \t]/, numbers: /^\s*\d+[.)][ \t]/ };
const HEADING = /^#{1,6}[ \t]+/;
const STRONG = /\*\*(?=\S)(.+?)\*\*/g;
const WORD = /[\p{L}\p{N}’'-]*/u;

/** Which tools are in force where the caret is. */
export function pressed(text, start, end) {
  const lines = linesIn(text, start, end).lines.filter((line) => line.trim());
  const all = (shape) => lines.length > 0 && lines.every((line) => shape.test(line));
  return { bold: Boolean(strongAt(text, start, end)), heading: all(HEADING), bullets: all(LISTS.bullets), numbers: all(LISTS.numbers) };
}

export function bold(text, start, end) {
  const found = strongAt(text, start, end);
  if (found) return { ...found, start: Math.max(found.from, start - 2), end: Math.max(found.from, Math.min(end - 2, found.from + found.words.length)) };
  let [from, to] = start === end ? wordAt(text, start) : [start, end];
  const chosen = text.slice(from, to);
  from += chosen.length - chosen.trimStart().length;
  to -= chosen.trim() ? chosen.length - chosen.trimEnd().length : 0;
  const words = (text.slice(from, to) || 'mots importants').replace(/^([ \t]*(?:[-*+] |\d+[.)] |#+ )?)(.*\S)/gm, '$1**$2**');
  if (start === end) return { from, to, words, start: from + 2, end: from + words.length - 2 };
  return { from, to, words, start: from, end: from + words.length };
}

export const heading = (text, start, end) => onLines(text, start, end, pressed(text, start, end).heading,
  (line) => `### ${bare(line)}`);

export const bullets = (text, start, end) => onLines(text, start, end, pressed(text, start, end).bullets, (line) => `- ${bare(line)}`);

export const numbers = (text, start, end) => onLines(text, start, end, pressed(text, start, end).numbers, (line, number) => `${number}. ${bare(line)}`);

export function link(text, start, end, address) {
  const [from, to] = start === end ? wordAt(text, start) : [start, end];
  const label = text.slice(from, to).replace(/[[\]\n]/g, ' ').trim() || 'mots du lien';
  return { from, to, words: `[${label}](${address})`, start: from + 1, end: from + 1 + label.length };
}

/** An image stands on its own, between blank lines. */
export function image(text, start, end, words) {
  const before = text.slice(0, start);
  const gap = !before.trim() || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const after = text.slice(end).startsWith('\n') ? '' : '\n';
  const whole = `${gap}${words}\n${after}`;
  return { from: start, to: end, words: whole, start: start + whole.length, end: start + whole.length };
}

/** What Enter does in a list: the next item, or the end of the list after an empty one. Null elsewhere. */
export function newLine(text, start, end) {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, start);
  const mark = MARK.exec(line);
  if (!mark) return null;
  if (line === mark[0] && /^[ \t]*(\n|$)/.test(text.slice(end))) return { from, to: end, words: '', start: from, end: from };
  const next = /\d/.test(mark[2]) ? `${parseInt(mark[2], 10) + 1}${mark[2].at(-1)}` : mark[2];
  const words = `\n${mark[1]}${next} `;
  return { from: start, to: end, words, start: start + words.length, end: start + words.length };
}

const bare = (line) => line.replace(HEADING, '').replace(MARK, '$1').trimStart();

function linesIn(text, start, end) {
  const last = end > start && text[end - 1] === '\n' ? end - 1 : end;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', last) < 0 ? text.length : text.indexOf('\n', last);
  return { from, to, lines: text.slice(from, to).split('\n') };
}

function onLines(text, start, end, isOn, dress) {
  const { from, to, lines } = linesIn(text, start, end);
  let number = 0;
  const words = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    number += 1;
    return isOn ? bare(line) : dress(line, number);
  }).join('\n');
  if (lines.length > 1) return { from, to, words, start: from, end: from + words.length };
  const caret = Math.max(from, end + words.length - (to - from));
  return { from, to, words, start: Math.max(from, start + words.length - (to - from)), end: caret };
}

function strongAt(text, start, end) {
  const { from, to } = linesIn(text, start, end);
  for (const { index, 0: whole, 1: words } of text.slice(from, to).matchAll(STRONG)) {
    const place = from + index;
    if (place <= start && end <= place + whole.length) return { from: place, to: place + whole.length, words };
  }
  return null;
}

function wordAt(text, at) {
  const before = [...text.slice(0, at)].reverse().join('').match(WORD)[0].length;
  return [at - before, at + text.slice(at).match(WORD)[0].length];
}
