// app/api/webhooks/clerk/route.js

/**
 * The route handler over accounts: `export const POST = route(accounts);`
 *
 * Next.js does not say who connected. Where the blueprint names networks, `peer` gives the address of the proxy before it.
 */
export function route(accounts, { peer } = {}) {
  return async function POST(request) {
    const { headers } = request;
    // The bytes as they came: parsed and written anew they would have another signature.
    const body = new Uint8Array(await request.arrayBuffer());
    const forwarded = headers.get('x-forwarded-for');
    return new Response(null, { status: accounts.handle({ headers, body, peer: peer?.(request), forwarded }) });
  };
}
