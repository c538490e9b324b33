import { kernel, record } from './kernel.js';

export const dynamic = 'force-dynamic';

export default async function Page({ searchParams }) {
  const { viewer } = await searchParams;
  const { document } = kernel.view(viewer === undefined ? {} : { id: viewer }, record);
  return (
    <main>
      <h1>{document.basics.display_name}</h1>
      <meter min="0" max="100" value={kernel.strength(record).score} />
      <p>{document.contact?.email ?? 'hidden'}</p>
    </main>
  );
}
