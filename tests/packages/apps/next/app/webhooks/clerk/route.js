import { Kernel } from '@profilekit/node';
// Put here by the test: the endpoint of `examples/webhooks`.
import { Accounts } from '../../../webhooks/accounts.js';
import { route } from '../../../webhooks/next-route.js';

const accounts = new Accounts(Kernel.preset('talent'), process.env.CLERK_WEBHOOK_SECRET);

export const dynamic = 'force-dynamic';

export const POST = route(accounts);

/** All accounts, which a product would not show. */
export function GET() {
  return Response.json(Object.fromEntries(accounts.accounts));
}
