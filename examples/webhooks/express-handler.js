/** The handler over accounts: `app.post('/webhooks/clerk', express.raw({ type: 'application/json' }), handler(accounts));` */
export function handler(accounts) {
  return (request, response) => {
    response.statusCode = accounts.handle(request.headers, new TextDecoder().decode(request.body));
    response.end();
  };
}
