import { fileURLToPath } from 'node:url';

/** @type {import('next').NextConfig} */
export default {
  // An addon is loaded, not bundled.
  serverExternalPackages: ['@profilekit/node'],
  // Next itself is installed further up than the project.
  turbopack: { root: fileURLToPath(new URL('../../..', import.meta.url)) },
};
