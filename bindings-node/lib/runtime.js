'use strict';

const { Answering } = require('./answering.js');
const { refusal } = require('./error.js');
const { host } = require('./host.js');

/** What runs the image of a blueprint, where there is no compiler. */
class Runtime extends Answering {
  /** Runs an image: the bytes that `kernel.image()` or `profilekit compile` made of a blueprint. */
  static fromImage(image) {
    const isBytes = image instanceof Uint8Array || image instanceof ArrayBuffer;
    if (!isBytes) throw refusal('an image is a `Uint8Array` or an `ArrayBuffer`');
    return new Runtime(new Uint8Array(image), (bytes) => host.native.fromImage(bytes));
  }
}

module.exports = { Runtime };
