// The words of sanitised HTML, one line a block, where there is no DOM (a worker). For search, never to be shown as HTML.

const CONTENTS = /<nav class="toc"[\s\S]*?<\/nav>/g;
const NAMES = 'p|div|h\\d|li|ul|ol|dl|dt|dd|table|thead|tbody|tr|td|th|caption|blockquote|pre|hr|br|figure|figcaption|details'
  + '|summary|section';
const BLOCKS = new RegExp(`</?(?:${NAMES})\\b[^>]*>`, 'g');
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export function plainText(html) {
  return html
    .replace(CONTENTS, '')
    .replace(BLOCKS, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
      if (name) return ENTITIES[name] ?? all;
      return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
    })
    .replace(/\n\s*/g, '\n').trim();
}
