// What the browser imports of the text analyser; partage/text.py is its twin.

export { ANALYSER_VERSION, contentTokens, fold, query, stem, terms, tokens } from './words.js';
export { editsKeys, withinOneEdit } from './typos.js';
export { excerptSpans } from './excerpts.js';
