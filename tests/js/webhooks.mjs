// Deliveries as a provider sends them, and what must become of accounts, whatever endpoint takes them.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { path } from './input.mjs';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** The headers of a delivery. */
export function signed(id, body) {
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(SECRET.slice(6), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': `${seconds}`, 'svix-signature': `v1,${mac}` };
}

/** The blueprint of the example, as a story changes it. */
export function blueprint(change) {
  const blueprint = JSON.parse(readFileSync(path('examples/webhooks/blueprint.json'), 'utf8'));
  change?.(blueprint.identity, blueprint);
  return blueprint;
}

/** An instant some minutes after the first state. */
const at = (minute) => new Date(1_700_000_000_000 + minute * 60_000);

const user = (minute, id, more) => ({
  id, first_name: 'Ada', updated_at: at(minute).getTime(), public_metadata: { roles: [] }, unsafe_metadata: { roles: ['admin'] },
  ...addressed(`${id}@example.com`), ...more,
});

const addressed = (address, status = 'verified') => ({
  primary_email_address_id: 'i', email_addresses: [{ id: 'i', email_address: address, verification: { status } }],
});
const holding = (...roles) => ({ public_metadata: { roles } });

const event = (type, data) => JSON.stringify({ type, data });
const state = (...user_) => event('user.updated', user(...user_));
const deleted = (id) => event('user.deleted', { id, deleted: true });

const created = event('user.created', user(0, 'user_1', holding('student')));
const updated = event('user.updated', user(1, 'user_1', { first_name: 'Ada L', ...holding('mentor', 'admin') }));

/** The account of somebody. */
const of = ({ accounts }, owner) => [...accounts.values()].find(({ id }) => id === owner);
const reasons = ({ deliveries }, id) => deliveries.get(id).map(({ about, reason }) => `${about} ${reason}`);

/** Sends everything out of order and more than once: `send` takes an identifier, a body and headers that differ, and gives the status. */
export async function story({ accounts, send }) {
  assert.equal(await send('msg_2', updated), 200);
  assert.equal(await send('msg_1', created), 200);
  assert.equal(await send('msg_2', updated), 200);
  const { record, document, roles } = of(accounts, 'user_1');
  assert.deepEqual([document.name, document.email, roles], ['Ada L', 'user_1@example.com', ['mentor']]);
  assert.equal(await send('msg_3', '{"type":'), 422);
  // Genuine, and nothing can follow from it, now or later.
  for (const [index, body] of ['null', '7', '[]', '{}', '{"type":7}', '{"type":"user.updated"}', '{"type":"user.deleted"}', '{"type":"user.deleted","data":{}}'].entries()) {
    assert.equal(await send(`msg_3${index}`, body), 422, body);
  }
  assert.equal(await send('msg_39', '{"type":"organization.created","data":{"id":"org_1"}}'), 200);
  assert.equal(await send('msg_4', created, { 'svix-signature': 'v1,AAAA' }), 400);
  assert.equal(await send('msg_5', created, { 'svix-timestamp': '1' }), 401);
  assert.equal(await send('msg_6', deleted('user_1')), 200);
  assert.equal(await send('msg_7', updated), 200);
  assert.equal(of(accounts, 'user_1'), undefined, 'it does not come back');
  const left = accounts.accounts.get(record);
  assert.deepEqual([left.id, left.document, left.roles], [null, {}, []]);
}

/** More of them, each with what the blueprint says instead. `told` is what the provider was told. */
export const stories = {
  'states come in any order': { play: story },

  'where the newest value counts, what was changed here stays until it is older': {
    async play({ accounts, send }) {
      await send('msg_1', created);
      accounts.edit(of(accounts, 'user_1').record, { '/name': 'Countess' }, at(5));
      await send('msg_2', state(3, 'user_1', { first_name: 'Ada K' }));
      await send('msg_2', state(3, 'user_1', { first_name: 'Ada K' }));
      assert.deepEqual([of(accounts, 'user_1').document.name, reasons(accounts, 'msg_2')], ['Countess', ['name local_newer']]);
      await send('msg_3', state(9, 'user_1', { first_name: 'Ada L' }));
      const { document, changed } = of(accounts, 'user_1');
      assert.deepEqual([document.name, changed, reasons(accounts, 'msg_3')], ['Ada L', {}, []]);
      await send('msg_4', state(10, 'user_1', { first_name: 'Ada M' }));
      assert.equal(of(accounts, 'user_1').document.name, 'Ada M', 'it is the provider\'s again');
    },
  },

  'an account that was here before its user is found by the identifier of the product': {
    async play({ accounts, send }) {
      accounts.accounts.set('r1', { record: 'r1', id: 'u1', tenant: '', document: { credits: 7 }, changed: {}, roles: [] });
      await send('msg_1', state(0, 'user_1', { external_id: 'u1' }));
      const { record, document } = of(accounts, 'u1');
      assert.deepEqual([record, document], ['r1', { credits: 7, external_id: 'user_1', email: 'user_1@example.com', name: 'Ada' }]);
      await send('msg_2', state(0, 'user_2', { external_id: 'u1' }));
      assert.deepEqual([accounts.accounts.size, reasons(accounts, 'msg_2')], [1, ['account taken']]);
      assert.equal(accounts.whose('user_1').record, 'r1');
      assert.equal(accounts.whose('user_2'), undefined);
    },
  },

  'and by the identifier of the provider, also when its user is gone at once': {
    async play({ accounts, send }) {
      const here = (record, key) => ({ record, id: record, tenant: '', document: { external_id: key }, changed: {}, roles: ['mentor'] });
      for (const [record, key] of [['r1', 'user_1'], ['r2', 'user_2']]) accounts.accounts.set(record, here(record, key));
      await send('msg_1', state(0, 'user_1', { external_id: 'r2' }));
      assert.equal(accounts.whose('user_1').record, 'r1');
      await send('msg_2', deleted('user_2'));
      assert.deepEqual([of(accounts, 'r2'), accounts.accounts.get('r2').roles, accounts.accounts.size], [undefined, [], 2]);
    },
  },

  'two users of one address have one account, and it is the first one\'s': {
    async play({ accounts, send }) {
      await send('msg_1', created);
      const before = structuredClone(of(accounts, 'user_1'));
      await send('msg_2', state(1, 'user_2', addressed(' User_1@example.com')));
      await send('msg_3', state(1, 'user_3', addressed('USER_1@example.com', 'unverified')));
      assert.deepEqual([...accounts.accounts.values()], [before]);
      assert.deepEqual(reasons(accounts, 'msg_2'), ['account taken']);
      assert.deepEqual(reasons(accounts, 'msg_3'), ['email not_verified', 'account taken']);
      assert.deepEqual([accounts.whose('user_2'), accounts.whose('user_3')], [undefined, undefined]);
      await send('msg_9', state(0, 'user_2', addressed('b@example.com')));
      assert.equal(accounts.accounts.size, 1, 'what was said before makes none either');
      // Whoever has an account keeps their own address, and all else goes on.
      await send('msg_4', state(1, 'user_4', { ...addressed('d@example.com'), first_name: 'Dora' }));
      await send('msg_5', state(2, 'user_4', { ...addressed('user_1@example.com'), first_name: 'Dora M', banned: true }));
      assert.deepEqual([of(accounts, 'user_4').document, reasons(accounts, 'msg_5')], [
        { external_id: 'user_4', email: 'd@example.com', name: 'Dora M' }, ['email taken'],
      ]);
      assert.equal(accounts.whose('user_4'), undefined);
      await send('msg_6', state(3, 'user_4', { ...addressed('e@example.com'), first_name: 'Dora M' }));
      assert.equal(accounts.whose('user_4').document.email, 'e@example.com');
      // Once the address is free, a later state makes the account.
      await send('msg_7', deleted('user_1'));
      await send('msg_8', state(2, 'user_2', addressed('user_1@example.com')));
      assert.equal(accounts.whose('user_2').document.email, 'user_1@example.com');
      assert.notEqual(accounts.whose('user_2').record, before.record);
    },
  },

  'what could not be taken was not said': {
    change: (identity) => (identity.fields.email = 'newest'),
    async play({ accounts, send }) {
      await send('msg_1', created);
      await send('msg_2', state(0, 'user_2'));
      await send('msg_3', state(2, 'user_2', addressed('user_1@example.com')));
      accounts.edit(of(accounts, 'user_2').record, { '/email': 'c@example.com' }, at(5));
      await send('msg_4', deleted('user_1'));
      await send('msg_5', state(9, 'user_2', addressed('user_1@example.com')));
      assert.deepEqual([of(accounts, 'user_2').document.email, reasons(accounts, 'msg_5')], ['user_1@example.com', []]);
    },
  },

  'a state without a time of its own is as old as its delivery says': {
    async play({ accounts, send }) {
      const said = (minute, name) => {
        const { updated_at, ...data } = user(0, 'user_1', { first_name: name });
        return JSON.stringify({ type: 'user.updated', timestamp: at(minute).getTime(), data });
      };
      await send('msg_2', said(2, 'Ada L'));
      await send('msg_1', said(1, 'Ada'));
      assert.equal(of(accounts, 'user_1').document.name, 'Ada L');
    },
  },

  'nobody is found by an address where the identifier alone counts': {
    change: (identity) => (identity.match = 'id'),
    async play({ accounts, send }) {
      const document = { email: 'user_1@example.com' };
      accounts.accounts.set('r1', { record: 'r1', id: 'u1', tenant: '', document, changed: {}, roles: [] });
      await send('msg_1', created);
      assert.deepEqual([...accounts.accounts.values()].map((one) => one.document), [document]);
      assert.deepEqual(reasons(accounts, 'msg_1'), ['account taken']);
    },
  },

  'the provider is told roles that are the product\'s own': {
    change: (identity) => (identity.fields.roles = 'local'),
    async play({ accounts, told, send }) {
      const command = (...roles) => ({ type: 'set_roles', user: 'user_1', claim: 'public_metadata.roles', roles });
      await send('msg_1', created);
      assert.deepEqual([of(accounts, 'user_1').roles, told], [[], [command()]]);
      accounts.grant(of(accounts, 'user_1').record, ['admin', 'mentor'], at(1));
      await send('msg_2', state(2, 'user_1'));
      await send('msg_2', state(2, 'user_1'));
      await send('msg_3', state(3, 'user_1', holding('admin', 'mentor')));
      assert.deepEqual(told, [command(), command('admin', 'mentor')]);
      assert.deepEqual(of(accounts, 'user_1').roles, ['admin', 'mentor']);
    },
  },

  'of roles the newest count': {
    change: (identity) => (identity.fields.roles = 'newest'),
    async play({ accounts, told, send }) {
      await send('msg_1', created);
      accounts.grant(of(accounts, 'user_1').record, ['mentor'], at(5));
      await send('msg_2', state(3, 'user_1', holding('student')));
      assert.deepEqual([of(accounts, 'user_1').roles, told.map(({ roles }) => roles)], [['mentor'], [['mentor']]]);
      await send('msg_3', state(9, 'user_1', holding('student', 'mentor')));
      await send('msg_4', state(10, 'user_1', holding()));
      const { roles, rolesChangedAt } = of(accounts, 'user_1');
      assert.deepEqual([roles, rolesChangedAt, told.length], [[], null, 1]);
    },
  },

  'whoever took over the account of somebody who left keeps it': {
    change: (identity) => (identity.on_delete = 'deactivate'),
    async play({ accounts, send }) {
      await send('msg_1', created);
      const { record } = of(accounts, 'user_1');
      await send('msg_2', deleted('user_1'));
      const { archived, left, roles } = accounts.accounts.get(record);
      assert.deepEqual([archived, left, roles, accounts.whose('user_1')], [true, true, [], undefined]);
      await send('msg_3', state(2, 'user_2', addressed('user_1@example.com')));
      // What is said of the first one comes late, or once more.
      await send('msg_4', deleted('user_1'));
      await send('msg_5', updated);
      const { document, ...account } = accounts.whose('user_2');
      assert.deepEqual([account.record, document.external_id, accounts.accounts.size], [record, 'user_2', 1]);
      await send('msg_6', deleted('user_2'));
      assert.deepEqual([accounts.whose('user_2'), accounts.accounts.get(record).archived], [undefined, true]);
    },
  },

  'whoever set an account aside had a reason': {
    change: (identity) => (identity.on_delete = 'deactivate'),
    async play({ accounts, send }) {
      const document = { email: 'user_1@example.com' };
      accounts.accounts.set('r1', { record: 'r1', id: 'u1', tenant: '', document, changed: {}, roles: [], archived: true });
      await send('msg_1', created);
      assert.deepEqual([accounts.whose('user_1'), reasons(accounts, 'msg_1')], [undefined, ['archived set_aside']]);
      await send('msg_2', deleted('user_1'));
      await send('msg_3', state(2, 'user_2', addressed('user_1@example.com')));
      assert.deepEqual([of(accounts, 'u1').archived, reasons(accounts, 'msg_3')], [true, ['archived set_aside']]);
    },
  },

  'a deletion counts once': {
    change: (identity) => (identity.on_delete = 'deactivate'),
    async play({ accounts, send }) {
      await send('msg_1', created);
      const { record } = of(accounts, 'user_1');
      await send('msg_2', deleted('user_1'));
      accounts.accounts.set(record, { ...accounts.accounts.get(record), archived: false });
      await send('msg_3', deleted('user_1'));
      assert.equal(accounts.accounts.get(record).archived, false, 'somebody here brought it back since');
    },
  },

  'the account goes where the blueprint says so of its kind': {
    change: (identity) => Object.assign(identity, { on_delete: 'keep', cascade: { user: 'erase' } }),
    async play({ accounts, send }) {
      await send('msg_1', created);
      await send('msg_2', deleted('user_1'));
      assert.equal(accounts.accounts.size, 0);
    },
  },

  'and stays without roles': {
    change: (identity) => (identity.on_delete = 'keep'),
    async play({ accounts, send }) {
      await send('msg_1', created);
      await send('msg_2', deleted('user_1'));
      assert.deepEqual([of(accounts, 'user_1').document.name, of(accounts, 'user_1').roles], ['Ada', []]);
      assert.equal(accounts.whose('user_1'), undefined);
    },
  },

  'what is nobody\'s data stays of an account that was anonymised': {
    async play({ accounts, send }) {
      await send('msg_1', created);
      const { record } = of(accounts, 'user_1');
      accounts.edit(record, { '/credits': 7 });
      await send('msg_2', deleted('user_1'));
      assert.deepEqual(accounts.accounts.get(record).document, { credits: 7 });
    },
  },

  'whoever is banned has an account and is not signed in': {
    async play({ accounts, send }) {
      await send('msg_1', created);
      assert.equal(accounts.whose('user_1').id, 'user_1');
      await send('msg_2', state(1, 'user_1', { banned: true }));
      assert.deepEqual([accounts.whose('user_1'), accounts.accounts.size], [undefined, 1]);
      await send('msg_3', state(2, 'user_1', { banned: false }));
      assert.equal(accounts.whose('user_1').id, 'user_1');
    },
  },

  'tenants know nothing of each other': {
    change(identity, blueprint) {
      identity.tenant_claim = 'public_metadata.tenant';
      blueprint.tenancy = { crossed_by: ['admin'] };
    },
    async play({ accounts, send }) {
      const one = addressed('ada@example.com');
      const inside = (tenant) => ({ ...one, public_metadata: { tenant } });
      await send('msg_1', state(0, 'user_1', inside('t1')));
      await send('msg_2', state(0, 'user_2', inside('t2')));
      await send('msg_3', state(0, 'user_3', inside('t2')));
      const found = [...accounts.accounts.values()].map(({ id, tenant }) => [id, tenant]);
      assert.deepEqual(found, [['user_1', 't1'], ['user_2', 't2']]);
      await send('msg_4', state(1, 'user_1', inside('t2')));
      assert.deepEqual([accounts.whose('user_1').tenant, reasons(accounts, 'msg_4')], ['t1', ['tenant tenant_moved']]);
      assert.equal(await send('msg_5', state(0, 'user_5', one)), 422);
      await send('msg_6', state(0, 'user_6', { external_id: 'user_1', public_metadata: { tenant: 't2' } }));
      const { id, tenant } = accounts.whose('user_6');
      assert.deepEqual([id, tenant], ['user_1', 't2'], 'one identifier of the product in two tenants');
    },
  },

  'deliveries come from where the blueprint says': {
    change: (identity) => Object.assign(identity, { allow_ips: ['203.0.113.0/24'], trusted_proxies: ['127.0.0.0/8'] }),
    async play({ accounts, send }) {
      const from = (forwarded) => ({ 'x-forwarded-for': forwarded });
      assert.equal(await send('msg_1', created), 403);
      assert.equal(await send('msg_1', created, from('198.51.100.7')), 403);
      assert.equal(await send('msg_1', created, from('203.0.113.7, 198.51.100.7')), 403);
      assert.equal(await send('msg_1', created, from('unknown')), 400);
      assert.equal(accounts.accounts.size, 0);
      assert.equal(await send('msg_1', created, from('203.0.113.7')), 200);
      assert.equal(await send('msg_2', updated, from('198.51.100.7, 203.0.113.7,')), 200);
      assert.equal(of(accounts, 'user_1').document.name, 'Ada L');
    },
  },
};

/** What a story plays with: accounts of its blueprint, and what the provider was told. */
export function stage(Accounts, { change } = {}) {
  const told = [];
  const tell = (command) => told.push(command);
  return { accounts: new Accounts(blueprint(change), { keys: SECRET, tell }), told };
}
