'use client';

import init, { Kernel } from '@profilekit/wasm';
import marketplace from '@profilekit/wasm/blueprints/marketplace.json';
import { useEffect, useState } from 'react';

export function Form() {
  const [kernel, setKernel] = useState();
  const [website, setWebsite] = useState('');

  useEffect(() => {
    init().then(() => setKernel(Kernel.compile(marketplace)));
  }, []);

  if (kernel === undefined) return <p>Loading…</p>;
  const { violations } = kernel.validate('builder_profile', { basics: { website } }, { mode: 'draft' });
  return (
    <form>
      <label>
        Website <input value={website} onChange={({ target }) => setWebsite(target.value)} />
      </label>
      <output>{violations.map(({ message }) => message).join(' ')}</output>
    </form>
  );
}
