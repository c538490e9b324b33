// app/api/webhooks/clerk/route.js

/** The route handler over accounts: `export const POST = route(accounts);` */
export function route(accounts) {
  return async function POST(request) {
    // The bytes as they came: parsed and written anew they would have another signature.
    const body = new Uint8Array(await request.arrayBuffer());
    return new Response(null, { status: accounts.handle(request.headers, body) });
  };
}
