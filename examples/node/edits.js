// Changes to a document, by JSON Pointer.

/** Puts a value where a pointer says, and the objects on the way there. */
export function set(document, pointer, value) {
  const names = pointer.slice(1).split('/').map(unescaped);
  const last = names.pop();
  put(names.reduce(within, document), last, value);
}

/** `~1` is a slash and `~0` a tilde. */
function unescaped(name) {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

function within(container, name) {
  const there = Object.hasOwn(container, name) ? container[name] : undefined;
  if (typeof there === 'object' && there !== null) return there;
  return put(container, name, {});
}

/** A member like any other, whatever it is called: the kernel refuses names that mean something to JavaScript. */
function put(container, name, value) {
  Object.defineProperty(container, name, { value, writable: true, enumerable: true, configurable: true });
  return value;
}
