// Above the keyboard of a phone: what is at the bottom of the page follows what is really seen, and the caret's line with it.

const SHORT = 420; // px of height under which only what matters stays
const MIRRORED = ['boxSizing', 'inlineSize', 'font', 'letterSpacing', 'wordSpacing', 'lineHeight', 'padding', 'border', 'textIndent', 'tabSize'];

/** `isWriting()` tells whether a text, or a question about it, has the caret; `compact(yes)` hides what can wait. Answers what to call when it moves. */
export function followKeyboard(bottom, isWriting, compact) {
  const view = window.visualViewport;

  function place() {
    const writing = isWriting();
    const zoomed = (view?.scale ?? 1) > 1.05;
    const covered = view && !zoomed ? Math.round(Math.max(innerHeight, document.documentElement.clientHeight) - view.height - view.offsetTop) : 0;
    bottom.style.position = writing && !zoomed ? 'sticky' : '';
    bottom.style.insetBlockEnd = writing && covered > 50 ? `${covered}px` : '';
    compact(writing && (view?.height ?? innerHeight) < SHORT);
    if (writing && !zoomed && document.activeElement.matches('textarea')) showCaret(document.activeElement, bottom);
  }

  view?.addEventListener('resize', place);
  view?.addEventListener('scroll', place);
  return place;
}

function showCaret(area, bottom) {
  const { top, end } = caretLine(area);
  const floor = bottom.getBoundingClientRect().top - 8;
  const ceiling = (window.visualViewport?.offsetTop ?? 0) + 8;
  const by = end > floor ? end - floor : top < ceiling ? top - ceiling : 0;
  if (by) scrollBy({ top: by, behavior: 'instant' });
}

// Where the line of the caret is on the screen: a text area does not say, a copy of its text does.
function caretLine(area) {
  const style = getComputedStyle(area);
  const mirror = document.createElement('div');
  for (const name of MIRRORED) mirror.style[name] = style[name];
  Object.assign(mirror.style, { position: 'absolute', visibility: 'hidden', whiteSpace: 'pre-wrap', overflowWrap: 'break-word', insetBlockStart: '0' });
  const caret = document.createElement('span');
  caret.textContent = '\u200b';
  mirror.append(area.value.slice(0, area.selectionEnd), caret);
  document.body.append(mirror);
  const { offsetTop, offsetHeight } = caret;
  mirror.remove();
  const top = area.getBoundingClientRect().top - area.scrollTop + offsetTop;
  return { top, end: top + offsetHeight };
}
