// The marketplace's builder profile for zod. `cargo xtask bench` puts this file where zod is.

import * as z from 'zod';

const line = (max) => z.string().max(max).optional();
const text = line;
const name = (max) => z.string().max(max);
const link = () => z.url({ protocol: /^https$/ }).max(2048).optional();
const linkTo = (...hosts) => {
  const listed = hosts.map((host) => host.replaceAll('.', '\\.')).join('|');
  return z.url({ protocol: /^https$/, hostname: new RegExp(`(^|\\.)(${listed})$`) }).max(2048).optional();
};
const date = () => z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/).optional();
const list = (of, max) => z.array(of).max(max).optional();
const words = (max, items) => list(z.string().max(max), items);
const section = (fields) => z.strictObject(fields).optional();
const item = z.strictObject;
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const unique = (items) => new Set(items).size === items.length;

/** As who uses zod would write it. */
export function byZod() {
  return z.strictObject({
    basics: section({ display_name: line(100), headline: line(160), bio: text(4000), image: link(), website: link() }),
    rates: section({
      hourly: item({
        amount: z.string().regex(/^(0|[1-9]\d{0,7})(\.\d{1,2})?$/),
        currency: z.string().regex(/^[A-Z]{3}$/),
      }).optional(),
      available: z.boolean().default(true),
    }),
    skills: section({
      skills: list(
        item({
          name: z.string().min(1).max(100),
          level: z.enum(['beginner', 'intermediate', 'advanced', 'expert']).optional(),
          keywords: words(80, 30),
        }),
        50,
      ),
      domains: z.array(slug.max(60)).max(20).refine(unique).optional(),
      accessibility_focus: z
        .array(z.enum(['cognitive', 'contrast', 'captions', 'keyboard', 'motor', 'plain_language', 'screen_reader', 'voice_control']))
        .max(8)
        .refine(unique)
        .optional(),
      languages: list(
        item({
          name: name(60),
          fluency: z.enum(['elementary', 'conversational', 'professional', 'fluent', 'native']).optional(),
        }),
        20,
      ),
      interests: list(item({ name: name(100), keywords: words(80, 30) }), 30),
    }),
    experience: section({
      work: list(
        item({
          company: line(200), position: line(200), about: line(500), place: line(200), url: link(),
          start: date(), end: date(), summary: text(4000), highlights: words(1000, 40),
        }),
        60,
      ),
      volunteering: list(
        item({
          organization: line(200), position: line(200), url: link(),
          start: date(), end: date(), summary: text(4000), highlights: words(1000, 40),
        }),
        40,
      ),
      projects: list(
        item({
          name: name(200), description: text(4000), entity: line(200), type: line(80), roles: words(120, 20),
          keywords: words(80, 40), url: link(), start: date(), end: date(), highlights: words(1000, 40),
        }),
        60,
      ),
      publications: list(item({ name: name(300), publisher: line(200), date: date(), url: link(), summary: text(4000) }), 100),
    }),
    education: section({
      schools: list(
        item({
          institution: line(200), area: line(200), degree: line(200), score: line(200), url: link(),
          start: date(), end: date(), courses: words(200, 60),
        }),
        30,
      ),
      certificates: list(item({ name: name(200), issuer: line(200), date: date(), url: link() }), 60),
      awards: list(item({ title: name(200), awarder: line(200), date: date(), summary: text(4000) }), 60),
    }),
    social: section({
      github: linkTo('github.com'),
      gitlab: linkTo('gitlab.com'),
      linkedin: linkTo('linkedin.com'),
      x: linkTo('x.com', 'twitter.com'),
      youtube: linkTo('youtube.com', 'youtu.be'),
      stackoverflow: linkTo('stackoverflow.com', 'stackexchange.com'),
      dribbble: linkTo('dribbble.com'),
      behance: linkTo('behance.net'),
      others: list(item({ network: name(60), username: line(120), url: link() }), 20),
    }),
    contact: section({
      email: z.email().optional(),
      phone: z.string().max(40).regex(/^[+(]?[0-9][0-9 ()./-]{4,30}([ ]?(x|ext[.]?)[ ]?[0-9]{1,6})?$/).optional(),
      address: line(300), postal_code: line(20), city: line(120), region: line(120),
      country: z.string().regex(/^[A-Z]{2}$/).optional(),
      timezone: z.string().regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/).optional(),
      references: list(item({ name: line(200), reference: text(4000) }), 20),
    }),
    trust: section({
      tier: z.int().min(1).max(3).default(1),
      badges: z.array(slug.max(100)).max(50).refine(unique).optional(),
      rating: z.string().regex(/^([0-4](\.\d{1,2})?|5(\.00?)?)$/).optional(),
      featured: z.boolean().default(false),
      validation_note: text(2000),
    }),
  });
}
