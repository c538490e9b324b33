/** An element with a text. */
export function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
