// app/api/webhooks/clerk/route.js

/** The route handler over accounts: `export const POST = route(accounts);` */
export function route(accounts) {
  return async function POST(request) {
    // The text as it came: parsed and written anew it would have another signature.
    const body = await request.text();
    return new Response(null, { status: accounts.handle(request.headers, body) });
  };
}
