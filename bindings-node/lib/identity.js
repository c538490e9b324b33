'use strict';

const { ask } = require('./answering.js');
const { guarded, refusal } = require('./error.js');
const { host } = require('./host.js');
const { documentOf, json, optional, textOf } = require('./input.js');
const { Kernel } = require('./kernel.js');

/** Five minutes, in microseconds. */
const TOLERANCE = 300_000_000;

/** An instant as microseconds; now where none is said. */
function micros(instant, what) {
  if (instant === undefined || instant === null) return Date.now() * 1000;
  const millis = instant instanceof Date ? instant.getTime() : Number.NaN;
  if (Number.isNaN(millis)) throw refusal(`${what} must be a Date`);
  return millis * 1000;
}

/** The headers of a webhook, in either family. */
const NAMES = new Set(['webhook', 'svix'].flatMap((family) => ['id', 'timestamp', 'signature'].map((of) => `${family}-${of}`)));

/** How long the names are: most other headers are told by that. */
const LENGTHS = new Set([...NAMES].map((name) => name.length));

/**
 * Names, in small letters, and values in turn, of an object, of `Headers` or of pairs. A list of values counts as several
 * headers; what is none of a webhook's is left out.
 */
function named(headers) {
  if (typeof headers !== 'object' || headers === null) throw refusal('the headers must be an object');
  const all = [];
  if (typeof headers[Symbol.iterator] === 'function') {
    for (const [name, value] of headers) add(all, name, value);
  } else {
    for (const name of Object.keys(headers)) add(all, name, headers[name]);
  }
  return all;
}

/** The name of a webhook's header in small letters; nothing for any other. */
function plainly(name) {
  if (NAMES.has(name)) return name;
  const text = String(name);
  if (!LENGTHS.has(text.length)) return undefined;
  const plain = text.toLowerCase();
  return NAMES.has(plain) ? plain : undefined;
}

function add(all, name, value) {
  const plain = plainly(name);
  if (plain === undefined || value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) add(all, plain, String(one));
    return;
  }
  all.push(plain, String(value));
}

function valueOf(all, name) {
  for (let place = 0; place < all.length; place += 2) {
    if (all[place] === name) return all[place + 1].trim();
  }
  return '';
}

/** The last key that was handed in alone: most have but one. */
let single;

/** Keys, a line each, with the instant until which they count. */
function keyLines(keys) {
  if (typeof keys === 'string') {
    if (keys !== '' && keys === single) return keys;
    if (keys !== '' && !/\s/.test(keys)) return (single = keys);
  }
  const line = (key) => {
    const { secret, until } = typeof key === 'string' ? { secret: key } : (optional(key, 'a key') ?? {});
    if (typeof secret !== 'string' || /\s/.test(secret)) throw refusal('a key must be a text without spaces');
    return until === undefined || until === null ? secret : `${secret} ${micros(until, '`until`')}`;
  };
  const lines = (Array.isArray(keys) ? keys : [keys]).map(line);
  // A line end behind each, so that the last one is there too where it is empty.
  return lines.map((line) => `${line}\n`).join('');
}

/** A body as it came, never what was parsed of it. */
function mustBeBody(body) {
  if (typeof body === 'string' || ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return;
  throw refusal('the body must be a text or bytes, as it came');
}

/** Verifies a webhook by its headers, its body as it came, and the keys of its sender. */
function verifyWebhook(webhook) {
  const { headers, body, keys, now, tolerance = TOLERANCE } = optional(webhook, 'the webhook') ?? {};
  mustBeBody(body);
  const all = named(headers);
  const told = guarded(() => {
    const text = documentOf(body, 'the body');
    return host.native.verifyWebhook(all.join('\n'), all.length, text, keyLines(keys), micros(now, '`now`'), tolerance);
  });
  // It was found genuine: each header of the family is there once.
  const svix = told % 2 === 1;
  const id = valueOf(all, svix ? 'svix-id' : 'webhook-id');
  const seconds = Number(valueOf(all, svix ? 'svix-timestamp' : 'webhook-timestamp'));
  return { id, at: new Date(seconds * 1000), family: svix ? 'svix' : 'standard', key: told >>> 1 };
}

/** Reads a delivery of the provider: what it says, and of whom. */
function parseWebhook(body) {
  mustBeBody(body);
  const document = documentOf(body, 'the body');
  const { event, at, about, id } = JSON.parse(guarded(() => host.native.readWebhook(document)));
  const said = { event, at: at === null ? undefined : new Date(at / 1000), about };
  if (id !== null) said.id = id;
  if (about === 'user') said.user = JSON.parse(textOf(document)).data;
  return said;
}

/** Verifies a session token, and gives what it says. */
function verifyToken(token, options) {
  const { keys, issuer, audiences, parties, skew, pending, now } = optional(options, 'the options') ?? {};
  if (typeof token !== 'string') throw refusal('the token must be a text');
  const text = typeof keys === 'string' ? keys : json(keys, 'the keys');
  const expected = json({ issuer, audiences, parties, skew, pending }, 'what is expected');
  return JSON.parse(guarded(() => host.native.verifyTokenBy(token, text, expected, micros(now, '`now`'))));
}

/** Where a request comes from; nothing where the blueprint lets webhooks come from anywhere. */
function checkSender(kernel, request) {
  const { peer, forwarded } = optional(request, 'the request') ?? {};
  const [from, list] = [textOrNothing(peer, 'the address'), textOrNothing(forwarded, 'the list of addresses')];
  return mustBeKernel(kernel)[ask]((session) => session.checkSenderOf(from, list)) || undefined;
}

function textOrNothing(value, what) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw refusal(`${what} must be a text`);
  return value;
}

/** Counts a call by the rate of a persona; nothing where the blueprint does not limit it. */
function countCall(kernel, persona, options) {
  const { freeAt, now } = optional(options, 'the options') ?? {};
  if (typeof persona !== 'string') throw refusal('a persona must be a text');
  const [free, at] = [freeAt ?? undefined, micros(now, '`now`')];
  if (free !== undefined && typeof free !== 'number') throw refusal('`freeAt` must be a number');
  const told = JSON.parse(mustBeKernel(kernel)[ask]((session) => session.countCallOf(persona, free, at)));
  return told === null ? undefined : { ...told, headers: Object.fromEntries(told.headers) };
}

/** Whose session it is by the claims of a verified token, in the blueprint's words. */
function standing(kernel, claims) {
  const text = json(claims, 'the claims');
  const { tenant, roles, persona } = JSON.parse(mustBeKernel(kernel)[ask]((session) => session.standingOf(text)));
  const said = { roles };
  if (tenant !== null) said.tenant = tenant;
  if (persona !== null) said.persona = persona;
  return said;
}

function mustBeKernel(kernel) {
  if (kernel instanceof Kernel) return kernel;
  throw refusal('the kernel must be one of `Kernel.compile`');
}

/** What follows for an account from what the provider says of a user. */
function planSync(kernel, user, options) {
  const asked = mustBeKernel(kernel);
  const { local = null, link = null, now } = optional(options, 'the options') ?? {};
  const texts = [json(local, 'the account'), json(link, 'the tie')];
  const [about, at] = [documentOf(user, 'the user'), micros(now, '`now`')];
  return JSON.parse(asked[ask]((session) => session.planUser(about, ...texts, at)));
}

module.exports = { checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook };
