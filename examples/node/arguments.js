// What the command line says.

export const USAGE = `usage: node main.js FILE [--set POINTER=VALUE]… [--publish]
  --set      change a value, before anything else is looked at; VALUE is JSON, or else a text
  --publish  ask for what a published profile needs`;

/** The file, the edits and the mode; nothing where the words make no sense. */
export function read(words) {
  const said = { file: undefined, edits: [], mode: 'draft' };
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--publish') said.mode = 'publish';
    else if (word === '--set') said.edits.push(edit(rest.shift()));
    else said.file = said.file === undefined && !word.startsWith('-') ? word : null;
  }
  return said.file && !said.edits.includes(undefined) ? said : undefined;
}

/** `/basics/headline=Mathematician` */
function edit(word) {
  const [, pointer, text] = /^((?:\/[^=/]+)+)=(.*)$/s.exec(word) ?? [];
  return pointer && { pointer, value: value(text) };
}

function value(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
