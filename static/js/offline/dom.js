// Building pages from words: elements made one by one, never HTML from strings (but what the server sanitised).

import { fr } from './french.js';

const SPRITE = new URL('../../icons/icons.svg', import.meta.url).href;
const SVG = 'http://www.w3.org/2000/svg';

/** An element: attributes (`on` + event is a listener, true and false are presence), then children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0)
    .map((child) => (typeof child === 'string' ? fr(child) : child)));
  return element;
}

export function icon(name, extra = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `ic ${extra}`.trim());
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

export const p = (look, ...words) => h('p', { class: look }, words);
export const cluster = (...gestures) => p('cluster', gestures);
export const lead = (...words) => p('lead', words);

/** The head of a page: its title, and what comes close under it. */
export const head = (title, ...more) => h('header', { class: 'stack tight' }, h('h1', { tabindex: '-1' }, title), more);

/** One line of a sheet. */
export function row(title, { url, sub, kind, lead: shape, area } = {}, ...more) {
  const inside = h('div', {}, kind && p('kind', kind), p('ttl', title), sub && p('sub', sub), more);
  const looks = `row${shape ? ' with-ic' : ''}${area ? ` in-${area}` : ''}`;
  return h(url ? 'a' : 'div', { class: looks, href: url }, shape && icon(shape), inside, url && icon('chevron-right', 'go'));
}

export const state = (text, tone, name) => h('p', { class: `state ${tone}` }, icon(name), h('span', {}, text));
export const sheet = (...rows) => h('div', { class: 'sheet rows' }, rows);
export const fact = (name, ...words) => h('li', {}, icon(name), h('span', {}, words));
export const facts = (...items) => h('ul', { class: 'facts' }, items.filter(Boolean).map((item) => fact(...item)));

export function message(title, text, { tone = '', shape = 'info' } = {}, ...gestures) {
  return h('section', { class: `msg ${tone}`, tabindex: '-1' }, icon(shape), h('h2', {}, title), text && p('small', text),
    gestures);
}

export function button(label, onclick, { look = '', shape, ...more } = {}) {
  return h('button', { class: `btn ${look}`.trim(), type: 'button', onclick, ...more }, shape && icon(shape), label);
}

export function link(label, href, { look = '', shape } = {}) {
  return h('a', { class: `btn ${look}`.trim(), href }, shape && icon(shape), label);
}

/** The button of the form `choix` or `fiche`, from the bar of the thumb. */
export function submit(label, form, { look = '', ...more } = {}) {
  return h('button', { class: `btn full ${look}`.trim(), form, ...more }, label);
}

export const thumb = (...gestures) => h('div', { class: 'thumb' }, h('div', {}, gestures));

/** A box and its label; `value` is what it holds at first. */
export function field(label, box, { value, help } = {}) {
  if (value !== undefined) box.defaultValue = value;
  const id = `${box.id}-aide`;
  if (help) box.setAttribute('aria-describedby', id);
  return h('div', { class: 'field' }, h('label', { for: box.id }, label), help && h('p', { class: 'help', id }, help), box);
}

/** A box or a button to choose, with what it means. */
export function choice(attributes, title, ...more) {
  return h('label', { class: 'choice' }, h('input', attributes), h('span', {}, h('b', {}, title), more));
}

export const empty = (text, gesture) => h('div', { class: 'empty pad' }, h('p', {}, text), gesture);
export const section = (title, ...children) => h('section', { class: 'stack tight' }, h('h2', { class: 'h-l' }, title), children);

/** HTML the server sanitised, as nodes: parsed in a document of its own, where no script runs and nothing loads. */
export function fromServer(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  return [...parsed.body.childNodes].map((node) => document.importNode(node, true));
}

/** A passing sentence above the bottom bar. */
export function toast(text, gesture) {
  const line = h('div', { class: 'toast' }, h('p', {}, text), gesture);
  document.getElementById('toasts')?.append(line);
  setTimeout(() => line.remove(), 8000);
}
