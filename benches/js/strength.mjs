// How strong a profile is, beside a score that somebody wrote by hand.

import assert from 'node:assert/strict';

import { blueprint, kernel, KIND, profiles } from './ours.mjs';
import { row } from './rows.mjs';
import { measure } from './timing.mjs';

const UPDATED = '2026-05-01T00:00:00Z';
const NOW = '2026-06-01T00:00:00Z';
const FRESH = 90 * 24 * 3600 * 1000;

/** The request of the wire, as text: it is the same for every profile. */
const REQUEST = JSON.stringify({ call: 'score', record: { kind: KIND, owner: 'builder', updatedAt: UPDATED }, context: { now: NOW } });

const has = (value) => (value === undefined || value.length === 0 ? 0 : 1);
const text = (value) => (value === undefined || value.trim() === '' ? 0 : 1);
const part = (count, target) => Math.floor((Math.min(count, target) * 10_000) / target) / 10_000;

/** The card of the marketplace by hand: points of 110, with two capped groups and a required block. */
function byHand({ basics = {}, rates = {}, skills = {}, experience = {}, education = {}, social = {} }) {
  const headline = text(basics.headline);
  const bio = part(basics.bio?.trim().length ?? 0, 200);
  const skilled = part(skills.skills?.length ?? 0, 5);
  const alone =
    10 * headline + 10 * bio + 15 * skilled + 5 * text(basics.image) + 5 * part(skills.domains?.length ?? 0, 2) +
    10 * (rates.hourly === undefined ? 0 : 1) + 5 * (rates.available === true ? 1 : 0) +
    5 * (Date.parse(NOW) - Date.parse(UPDATED) <= FRESH ? 1 : 0);
  const career =
    10 * part(experience.work?.length ?? 0, 2) + 10 * part(experience.projects?.length ?? 0, 3) +
    5 * has(education.schools) + 5 * has(education.certificates);
  const reach = 5 * text(social.github) + 5 * text(social.linkedin) + 5 * text(basics.website) + 5 * has(skills.languages);
  const block = headline === 1 && bio === 1 && skilled === 1 ? 20 : 0;
  const achieved = alone + Math.min(career, 15) + Math.min(reach, 10) + block;
  return Math.floor((200 * achieved + 110) / 220);
}

/** The rows of this area. */
export function strength() {
  const { required, groups, factors } = blueprint.kinds[KIND].strength;
  const points = factors.filter(({ group }) => group === undefined).reduce((sum, { weight }) => sum + weight, 0);
  const capped = Object.values(groups).reduce((sum, { cap }) => sum + cap, 0);
  assert.equal(points + capped + required.weight, 110, 'the card by hand is the one of the blueprint');
  // Scores are of valid documents: by hand nobody looks whether a headline is a text.
  const valid = profiles().filter((one) => kernel.validate(KIND, one).valid);
  const ours = (one) => JSON.parse(kernel.call(REQUEST, one)).score;
  const theirs = (one) => byHand(JSON.parse(one.toString('utf8')));
  for (const one of valid) assert.equal(theirs(one), ours(one), one.toString());
  const byte = (call) => valid[call % valid.length];
  const times = measure({
    ours: (call) => kernel.call(REQUEST, byte(call)).length,
    hand: (call) => theirs(byte(call)),
  });
  return [row('strength from bytes', times.ours, 'JSON.parse, score by hand', times.hand, 0.4)];
}
