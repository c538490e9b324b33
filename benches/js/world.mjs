// Five roles, forty permissions on ten kinds, three tenants, ten thousand records: the world of the
// Rust benchmarks. Viewers and auditors read and list; editors also update and delete their own;
// managers update everything; administrators do everything; nobody crosses tenants.

export const ROLES = ['viewer', 'auditor', 'editor', 'manager', 'admin'];
export const VERBS = ['read', 'list', 'update', 'delete'];
export const KINDS = 10;
const TENANTS = 3;
const RECORDS = 10_000;
const PEOPLE = 100;
const QUESTIONS = 4096;

/** What a role may do with a verb: `all`, `own` or nothing. */
export function grant(role, verb) {
  if (verb === 'read' || verb === 'list' || role === 'admin') return 'all';
  if (role === 'manager') return verb === 'update' ? 'all' : 'own';
  return role === 'editor' ? 'own' : undefined;
}

/** SplitMix64 (Steele, Lea and Flood, 2014). */
function seeded(seed) {
  const word = (value) => BigInt.asUintN(64, value);
  let state = BigInt(seed);
  return (below) => {
    state = word(state + 0x9e3779b97f4a7c15n);
    let mixed = word((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = word((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return Number((mixed ^ (mixed >> 31n)) % BigInt(below));
  };
}

/** People, records, and questions: a person, a record and a verb each, by index. */
export function world() {
  const random = seeded(5);
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    id: `user-${index}`,
    roles: [ROLES[index % ROLES.length]],
    tenant: `tenant-${Math.floor(index / ROLES.length) % TENANTS}`,
    number: index,
  }));
  const things = Array.from({ length: RECORDS }, (_, index) => {
    const [owner, tenant, kind] = [random(PEOPLE), random(TENANTS), random(KINDS)];
    return {
      id: `record-${index}`,
      kind: `kind_${kind}`,
      owner: people[owner].id,
      tenant: `tenant-${tenant}`,
      numbers: { kind, owner, tenant },
    };
  });
  const questions = Array.from({ length: QUESTIONS }, () => [random(PEOPLE), random(RECORDS), random(VERBS.length)]);
  return { people, things, questions };
}

/** The blueprint of this world. */
export function blueprint() {
  const kinds = Array.from({ length: KINDS }, (_, kind) => [`kind_${kind}`, { owner: 'user', fields: { a: { type: 'string' } } }]);
  const policies = ROLES.flatMap((role) =>
    ['all', 'own'].flatMap((word) => {
      const allow = VERBS.filter((verb) => grant(role, verb) === word).map((verb) => `*.${verb}`);
      const when = word === 'own' ? { when: 'resource.owner == subject.id' } : {};
      return allow.length === 0 ? [] : [{ id: `${role}-${word}`, allow, roles: [role], ...when }];
    }),
  );
  const roles = Object.fromEntries(ROLES.map((role) => [role, {}]));
  return { blueprint: 1, name: 'world', version: '1.0.0', tenancy: {}, roles, kinds: Object.fromEntries(kinds), policies };
}
