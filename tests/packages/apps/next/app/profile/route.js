import { ProfileKitError } from '@profilekit/node';
import { kernel, record } from '../kernel.js';

/** Who asks; an application takes it from its session. */
function subject(request) {
  const id = request.headers.get('x-user');
  return id === null ? {} : { id, roles: ['builder'] };
}

export function GET(request) {
  const answer = kernel.viewText(subject(request), record);
  return new Response(answer, { headers: { 'content-type': 'application/json' } });
}

export async function PUT(request) {
  const decision = kernel.decide(subject(request), 'builder_profile.update', record);
  if (!decision.allowed) return Response.json(decision, { status: 403 });
  try {
    const found = kernel.validate('builder_profile', await request.text(), { mode: 'draft', writable: decision.fields });
    return Response.json(found, { status: found.valid ? 200 : 422 });
  } catch (error) {
    if (error instanceof ProfileKitError) return Response.json({ code: error.code }, { status: error.status });
    throw error;
  }
}
