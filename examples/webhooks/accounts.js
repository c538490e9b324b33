import { randomUUID } from 'node:crypto';
import { checkSender, Kernel, parseWebhook, planSync, ProfileKitError, verifyWebhook } from '@profilekit/node';

/** Accounts that follow the provider, as a blueprint says. */
export class Accounts {
  #kernel;
  #identity;
  #kind;
  #options;
  /** What is kept of each user of the provider, by their identifiers. */
  #ties = new Map();
  /** Accounts by their records, as `planSync` takes them. */
  accounts = new Map();
  /** Deliveries that were handled, and what differs and stays so: for a person to look at. */
  deliveries = new Map();

  /** `keys` are those of the endpoint; `tell` takes what the provider is to be told, to be sent once all of this is kept. */
  constructor(blueprint, options) {
    this.#kernel = Kernel.compile(blueprint);
    this.#identity = { kind: 'user', key: '/external_id', match: 'verified_email', on_delete: 'deactivate', ...blueprint.identity };
    this.#kind = blueprint.kinds[this.#identity.kind];
    this.#options = options;
  }

  /**
   * Handles a webhook, its body as the bytes that came: the status to answer. What will never go well is never answered with
   * 500. `peer` is the address of the connection, `forwarded` the header `X-Forwarded-For`.
   */
  handle({ headers, body, peer, forwarded, now = new Date() }) {
    try {
      checkSender(this.#kernel, { peer, forwarded });
      const { keys, tolerance } = this.#options;
      const { id } = verifyWebhook({ headers, body, keys, tolerance, now });
      if (this.deliveries.has(id)) return 200;
      const news = parseWebhook(body);
      const conflicts = news.about === 'user' ? this.#follow(news.user, news.at ?? now) : [];
      if (news.about === 'gone') this.#leave(news.id);
      this.deliveries.set(id, conflicts);
      return 200;
    } catch (error) {
      return error instanceof ProfileKitError ? error.status : 500;
    }
  }

  /** The account of whoever is signed in at the provider; nobody's who is banned or gone, or whose account is set aside. */
  whose(user) {
    const tie = this.#ties.get(user);
    const account = this.accounts.get(tie?.record);
    return tie?.banned || !account?.id || account.archived ? undefined : account;
  }

  /** Changes an account here, and keeps when: where the newest value counts, that decides. */
  edit(record, changes, now = new Date()) {
    const account = structuredClone(this.accounts.get(record));
    for (const [path, value] of Object.entries(changes)) put(account.document, path, value);
    for (const [attribute, place] of Object.entries(this.#identity.fields)) {
      if ((place.to ?? `/${attribute}`) in changes) account.changed[attribute] = now.getTime() * 1000;
    }
    this.accounts.set(record, account);
  }

  /** Gives somebody other roles here, and keeps when. */
  grant(record, roles, now = new Date()) {
    this.accounts.set(record, { ...this.accounts.get(record), roles, rolesChangedAt: now.getTime() * 1000 });
  }

  /** Does what follows from a state of a user: what differs and stays so. */
  #follow(user, now) {
    const tie = this.#ties.get(user.id) ?? null;
    const local = this.#find(user, tie, now);
    const plan = planSync(this.#kernel, user, { local, link: tie, now });
    if (plan.action === 'stale' || plan.action === 'gone') return [];
    const taken = plan.fields.filter(({ path, after }) => this.#kind.unique.includes(path) && this.#holder(plan.tenant, path, after, local));
    const why = local ? undefined : this.#inTheWay(user, plan, taken);
    if (why) {
      // A second account of the same person, or of two: none is made, and older states make none either.
      this.#ties.set(user.id, { ...plan.link, record: '' });
      return [...plan.conflicts, { about: 'account', reason: 'taken', here: why, there: null }];
    }
    const account = structuredClone(local ?? { record: randomUUID(), id: plan.link.user, tenant: plan.tenant, document: {}, changed: {}, roles: [] });
    for (const change of plan.fields.filter((change) => !taken.includes(change))) {
      put(account.document, change.path, change.after);
      delete account.changed[change.attribute];
    }
    for (const { role, granted } of plan.roles) {
      account.roles = account.roles.filter((held) => held !== role).concat(granted ? [role] : []);
      account.rolesChangedAt = null;
    }
    if (plan.restore) account.archived = account.left = false;
    // What was not taken was not said.
    const fields = { ...plan.link.fields };
    for (const { attribute } of taken) fields[attribute] = tie?.fields?.[attribute];
    for (const command of plan.commands) this.#options.tell(command);
    this.accounts.set(account.record, account);
    this.#ties.set(user.id, { ...plan.link, fields, record: account.record });
    return [...plan.conflicts, ...taken.map(({ attribute, before, after }) => ({ about: attribute, reason: 'taken', here: before, there: after }))];
  }

  /** The account of a user: by the tie, the provider's identifier, the product's own, a mail address that the provider verified. */
  #find(user, tie, now) {
    if (tie?.gone) return null;
    if (tie?.record) return this.#somebodys(this.accounts.get(tie.record));
    // What an account of theirs would have: each value as its field writes it, an address only where it is verified.
    const { tenant, fields, link } = planSync(this.#kernel, user, { now });
    const known = this.#holder(tenant, this.#identity.key, user.id);
    if (known) return this.#isTied(known) ? null : this.#somebodys(known);
    const own = link.user !== user.id && this.#owned(tenant, link.user);
    if (own) return this.#isFree(own) ? own : null;
    const email = this.#identity.match === 'verified_email' && fields.find(({ attribute }) => attribute === 'email');
    const same = email && this.#holder(tenant, email.path, email.after);
    return same && this.#isFree(same) ? this.#somebodys(same) : null;
  }

  /** Why a user gets no account of their own: somebody else's has what only one may have. */
  #inTheWay(user, plan, [taken]) {
    if (taken) return taken.attribute;
    if (this.#owned(plan.tenant, plan.link.user)) return 'owner';
    const unproven = plan.conflicts.find(({ about, reason }) => about === 'email' && reason === 'not_verified');
    const path = this.#identity.fields.email?.to ?? '/email';
    return unproven && this.#holder(plan.tenant, path, this.#written(path, unproven.there)) ? 'email' : undefined;
  }

  /** A value as the field at a path writes it. */
  #written(path, value) {
    const document = put({}, path, value);
    return at(this.#kernel.validate(this.#identity.kind, document, { mode: 'patch' }).value, path);
  }

  /** Another account of the tenant that has a value. */
  #holder(tenant, path, value, own) {
    const has = (one) => one.tenant === tenant && one.record !== own?.record && at(one.document, path) === value;
    return typeof value === 'string' ? [...this.accounts.values()].find(has) : undefined;
  }

  #owned(tenant, id) {
    return [...this.accounts.values()].find((one) => one.tenant === tenant && one.id === id);
  }

  /** What was anonymised is nobody's any more. */
  #somebodys(account) {
    return account?.id ? account : null;
  }

  #isTied({ record }) {
    return [...this.#ties.values()].some((tie) => tie.record === record);
  }

  /** Whether an account is of no user, or of one who was deleted there. */
  #isFree(account) {
    const other = at(account.document, this.#identity.key);
    return !this.#isTied(account) && (other === undefined || this.#ties.get(other)?.gone === true);
  }

  /** Somebody was deleted at the provider. What they leave behind is said by the blueprint; their roles go. */
  #leave(id) {
    const tie = this.#ties.get(id);
    if (tie?.gone) return;
    const { key, kind, tenant_claim, on_delete, cascade } = this.#identity;
    // In which tenant an account is that never had a tie, a deletion does not say.
    const known = tie?.record || tenant_claim ? undefined : this.#holder('', key, id);
    const account = this.#somebodys(known && !this.#isTied(known) ? known : this.accounts.get(tie?.record));
    this.#ties.set(id, { id, gone: true });
    if (account) this.#left({ ...account, roles: [] }, cascade?.[kind] ?? on_delete);
  }

  #left(account, how) {
    if (how === 'erase') return this.accounts.delete(account.record);
    if (how === 'deactivate' && !account.archived) account = { ...account, archived: true, left: true };
    if (how === 'anonymise') account = { ...account, id: null, archived: true, document: this.#unnamed(account.document) };
    return this.accounts.set(account.record, account);
  }

  /** A document without the fields of personal data. */
  #unnamed(document, fields = { ...this.#kind.sections, ...this.#kind.fields }) {
    const kept = Object.entries(document).filter(([name]) => !fields[name]?.data_class);
    return Object.fromEntries(kept.map(([name, value]) => [name, fields[name]?.fields ? this.#unnamed(value, fields[name].fields) : value]));
  }
}

/** What stands at a path. */
function at(document, path) {
  return path.split('/').slice(1).reduce((inner, name) => inner?.[name], document);
}

/** Puts a value at a path, with the objects around it; `null` takes away what is there. */
function put(document, path, value) {
  const names = path.split('/').slice(1);
  const last = names.pop();
  const place = names.reduce((inner, name) => (inner[name] ??= {}), document);
  if (value === null) delete place[last];
  else place[last] = value;
  return document;
}
