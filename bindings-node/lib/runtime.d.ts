import type { Answering } from './answering.js';

export * from './answering.js';

/** What runs the image of a blueprint, where there is no compiler. */
export class Runtime {
  private constructor();
  /**
   * Runs an image: the bytes that `kernel.image()` or `profilekit compile` made of a blueprint.
   * @throws {ProfileKitError} `image.corrupt` or `image.version`
   */
  static fromImage(image: Uint8Array | ArrayBuffer): Runtime;
}

export interface Runtime extends Answering {}
