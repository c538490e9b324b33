'use strict';

// What callers hand in, as text, bytes and names that the kernel takes.

const { ProfileKitError, refusal } = require('./error.js');

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** How many levels a quick look goes down. */
const QUICK = 64;

/** Whether a value is data and nothing else, so that writing it loses nothing. */
function isData(value, levels) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (levels > 0 && holdsData(value, levels - 1));
    default:
      return false;
  }
}

function holdsData(value, levels) {
  const of = Object.getPrototypeOf(value);
  if (of === Object.prototype || of === null) {
    for (const name in value) {
      if (!isData(value[name], levels)) return false;
    }
    return true;
  }
  if (of !== Array.prototype) return false;
  for (let index = 0; index < value.length; index += 1) {
    if (!isData(value[index], levels)) return false;
  }
  return true;
}

/** A JavaScript value as JSON text; what JSON cannot say is refused, not dropped. */
function json(value, what) {
  const refuse = (key, found) => {
    switch (typeof found) {
      case 'bigint':
      case 'function':
      case 'symbol':
        throw refusal(`${what} holds a ${typeof found} at \`${key}\``);
      case 'number':
        if (!Number.isFinite(found)) throw refusal(`${what} holds ${found} at \`${key}\``);
    }
    if (found instanceof Map || found instanceof Set) throw refusal(`${what} holds a Map or Set at \`${key}\``);
    if (found instanceof Promise) throw refusal(`${what} holds a Promise at \`${key}\`; await it first`);
    return found;
  };
  let text;
  try {
    text = isData(value, QUICK) ? JSON.stringify(value) : JSON.stringify(value, refuse);
  } catch (cause) {
    if (cause instanceof ProfileKitError) throw cause;
    throw refusal(`${what} cannot be written as JSON (${cause?.message})`);
  }
  if (text === undefined) throw refusal(`${what} is missing`);
  return text;
}

/** A name: a text, and nothing that turns into one. */
function name(value, what) {
  if (typeof value === 'string') return value;
  throw refusal(`${what} must be a text`);
}

/** What may be left out, and is an object otherwise. */
function optional(value, what) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') return value;
  throw refusal(`${what} must be an object`);
}

/** A document for the kernel: text and bytes as they are, anything else as JSON. */
function documentOf(document, what = 'the document') {
  if (typeof document === 'string') return document;
  if (ArrayBuffer.isView(document)) return bytesOf(document, what);
  if (document instanceof ArrayBuffer) return bytesOf(new Uint8Array(document), what);
  if (isShared(document)) return new Uint8Array(document).slice();
  return json(document, what);
}

/** Pages that are not isolated from others have no shared memory, nor a name for it. */
function isShared(buffer) {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

/** Bytes that are still there: a buffer that was handed to somebody else has none. */
function bytesOf(view, what) {
  if (view.byteLength === 0 && isDetached(view.buffer)) {
    throw refusal(`${what} is a buffer that was handed away`);
  }
  // What another thread may write must not change between a look and the next.
  if (isShared(view.buffer)) return copied(view);
  if (view instanceof Uint8Array) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Bytes of our own: whoever handed them in may write over his. */
function copied(view) {
  return Uint8Array.prototype.slice.call(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

function isDetached(buffer) {
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** A document that stays as it was when it was looked at. */
function kept(document) {
  return typeof document === 'string' ? document : copied(document);
}

/** A document as text. */
function textOf(document) {
  return typeof document === 'string' ? document : utf8.decode(document);
}

/** A point in time as text. */
function instant(now) {
  if (now === undefined || now === null) return undefined;
  if (!(now instanceof Date)) return name(now, '`now`');
  if (Number.isNaN(now.getTime())) throw refusal('`now` is no date');
  return now.toISOString();
}

/** A value of JSON that nobody changes. */
function frozen(value) {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

module.exports = { documentOf, frozen, instant, json, kept, name, optional, textOf };
