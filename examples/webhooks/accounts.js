import { parseWebhook, planSync, ProfileKitError, verifyWebhook } from '@profilekit/node';

/** Accounts that follow the provider, as a blueprint says. */
export class Accounts {
  #kernel;
  #keys;
  #seen = new Set();
  #links = new Map();
  accounts = new Map();

  constructor(kernel, keys) {
    this.#kernel = kernel;
    this.#keys = keys;
  }

  /** Handles a webhook, its body as the bytes that came: the status to answer. What will never go well is never answered with 500. */
  handle(headers, body, now = new Date()) {
    try {
      const { id } = verifyWebhook({ headers, body, keys: this.#keys, now });
      if (this.#seen.has(id)) return 200;
      const news = parseWebhook(body);
      if (news.about === 'user') this.#follow(news.user, now);
      if (news.about === 'gone') this.#leave(news.id);
      this.#seen.add(id);
      return 200;
    } catch (error) {
      return error instanceof ProfileKitError ? error.status : 500;
    }
  }

  #follow(user, now) {
    const link = this.#links.get(user.id) ?? null;
    const local = (link && this.accounts.get(link.user)) ?? null;
    const plan = planSync(this.#kernel, user, { local, link, now });
    if (plan.action === 'stale' || plan.action === 'gone') return;
    const { user: id } = plan.link;
    const roles = new Set(local?.roles);
    for (const { role, granted } of plan.roles) granted ? roles.add(role) : roles.delete(role);
    const document = merged(local?.document ?? {}, plan.patch);
    this.accounts.set(id, { record: id, id, tenant: plan.tenant, document, roles: [...roles] });
    this.#links.set(user.id, { ...plan.link, record: id });
  }

  #leave(id) {
    const link = this.#links.get(id);
    if (link) this.accounts.delete(link.user);
    this.#links.set(id, { id, gone: true });
  }
}

/** A document after a merge patch (RFC 7396). */
function merged(document, patch) {
  const after = { ...document };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete after[name];
    else after[name] = typeof value === 'object' && !Array.isArray(value) ? merged(after[name] ?? {}, value) : value;
  }
  return after;
}
