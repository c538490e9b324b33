// What is printed of a profile.

const WIDTH = 30;
const STEPS = 5;

/** What is wrong, with its place. */
export function violations(found) {
  if (found.valid) return ['Nothing is wrong.'];
  return ['Violations', ...found.violations.map(({ path, message }) => `  ${path || '/'}: ${message}`)];
}

/** How strong the profile is, and what would make it stronger. */
export function strength({ score, level, checks, next }) {
  const full = Math.round((score * WIDTH) / 100);
  const steps = next.slice(0, STEPS).map((id, index) => step(checks.find((check) => check.id === id), index + 1));
  return [`Strength ${score}/100, ${level}`, `  ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`, ...steps];
}

function step({ gain, issues: [{ fix }] }, number) {
  return `  ${number}. ${fix} +${gain}`;
}

/** What a viewer sees, and what not. */
export function view(title, { document, hidden }) {
  const shown = Object.entries(document).map(([section, content]) => `  ${section}: ${JSON.stringify(content)}`);
  const missing = hidden.map(({ path, audience }) => `  hidden: ${path}, for ${audience}`);
  return [title, ...shown, ...missing];
}
