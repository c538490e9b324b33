import { Kernel } from '@profilekit/node';

/** Compiled once, for every request. */
export const kernel = Kernel.preset('marketplace');

export const ada = { basics: { display_name: 'Ada', headline: 'Mathematician' }, contact: { email: 'ada@example.com' } };

export const record = kernel.record({ kind: 'builder_profile', id: 'p1', owner: 'u1' }, ada);
