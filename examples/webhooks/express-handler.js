/** The handler over accounts: `app.post('/webhooks/clerk', express.raw({ type: 'application/json' }), handler(accounts));` */
export function handler(accounts) {
  return (request, response) => {
    const { headers, body, socket } = request;
    const [peer, forwarded] = [socket.remoteAddress, headers['x-forwarded-for']];
    // What `express.raw` does not take for JSON it leaves unread.
    response.statusCode = body instanceof Uint8Array ? accounts.handle({ headers, body, peer, forwarded }) : 415;
    response.end();
  };
}
