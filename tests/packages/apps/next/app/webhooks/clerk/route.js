// Put here by the test: the endpoint of `examples/webhooks`.
import { Accounts } from '../../../webhooks/accounts.js';
import blueprint from '../../../webhooks/blueprint.json';
import { route } from '../../../webhooks/next-route.js';

const told = [];
const accounts = new Accounts(blueprint, { keys: process.env.CLERK_WEBHOOK_SECRET, tell: (command) => told.push(command) });

export const dynamic = 'force-dynamic';

export const POST = route(accounts);

/** All accounts, which a product would not show. */
export function GET() {
  return Response.json(Object.fromEntries(accounts.accounts));
}
