import { BlueprintError, Kernel, ProfileKitError, type Decision, type ErrorCode, type View } from '@profilekit/node';
import init, { initSync, Kernel as InPages, type Json } from '@profilekit/wasm';
import { Kernel as AtOnce } from '@profilekit/wasm/sync';

interface Profile {
  basics?: { headline?: string };
}

const kernel: Kernel = Kernel.preset('marketplace');
const found = kernel.validate<Profile>('builder_profile', new Uint8Array(), { mode: 'draft', now: new Date() });
export const headline: string | undefined = found.value?.basics?.headline;
const record = kernel.record({ kind: 'builder_profile', owner: 'u1' }, found.document ?? '{}');
export const decision: Decision = kernel.decide({ id: 'u1' }, 'builder_profile.update', record);
export const view: View<Profile> = kernel.view({ id: 'u2' }, record);
export const text: string = kernel.viewText({}, record);
export const many: Uint8Array = kernel.decideMany({}, kernel.records([record]), Uint32Array.of(0, kernel.action('builder_profile.read').index));

export function status(error: unknown): number {
  if (error instanceof BlueprintError) return error.problems.length;
  return error instanceof ProfileKitError ? error.status : 500;
}

export async function started(module: WebAssembly.Module): Promise<InPages> {
  await init();
  await init(new URL('https://example.com/profilekit.wasm'));
  initSync(module);
  const seen: Json = AtOnce.compile('{}').view({}, { kind: 'profile' }).document;
  return InPages.compile({ seen });
}

export const code: ErrorCode = 'kernel.unknown_kind';
// @ts-expect-error no such code
export const wrong: ErrorCode = 'kernel.unknown_kin';
// @ts-expect-error the browser package reads no files
InPages.fromFile('blueprint.json');
// @ts-expect-error a kernel is compiled
new Kernel();
