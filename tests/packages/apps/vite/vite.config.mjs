import { defineConfig } from 'vite';

export default defineConfig({
  build: { rolldownOptions: { input: ['index.html', 'bundler.html', 'sync.html'] } },
  // The packages are installed in the folder above.
  server: { fs: { allow: ['..'] } },
});
