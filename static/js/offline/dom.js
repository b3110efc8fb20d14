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

/** One line of a sheet. */
export function row(title, { url, sub, kind, lead, area } = {}, ...more) {
  const inside = h('div', {}, kind && h('p', { class: 'kind' }, kind), h('p', { class: 'ttl' }, title),
    sub && h('p', { class: 'sub' }, sub), more);
  const looks = `row${lead ? ' with-ic' : ''}${area ? ` in-${area}` : ''}`;
  return h(url ? 'a' : 'div', { class: looks, href: url }, lead && icon(lead), inside, url && icon('chevron-right', 'go'));
}

export const state = (text, tone, name) => h('p', { class: `state ${tone}` }, icon(name), h('span', {}, text));
export const sheet = (...rows) => h('div', { class: 'sheet rows' }, rows);
export const facts = (...items) => h('ul', { class: 'facts' },
  items.filter(Boolean).map(([name, text]) => h('li', {}, icon(name), h('span', {}, text))));

export function message(title, text, { tone = '', shape = 'info' } = {}, ...gestures) {
  return h('section', { class: `msg ${tone}`, tabindex: '-1' }, icon(shape), h('h2', {}, title),
    text && h('p', { class: 'small' }, text), gestures);
}

export const button = (label, onclick, { look = '', shape, ...more } = {}) => h('button',
  { class: `btn ${look}`.trim(), type: 'button', onclick, ...more }, shape && icon(shape), label);
export const link = (label, href, { look = '', shape } = {}) => h('a', { class: `btn ${look}`.trim(), href }, shape && icon(shape), label);
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
