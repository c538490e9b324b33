// What the browser knows of Unicode, links and numbers, for modules without tables of their own.

/** The text in Unicode's form C. */
export function compose(text) {
  return text.normalize('NFC');
}

/** The text in lower case, whatever the language. */
export function lower(text) {
  return text.toLowerCase();
}

/** The double nearest to a JSON number. */
export function double(number) {
  return Number(number);
}

/** The shortest number that is this double, as Rust writes it: with a point or an exponent. */
export function spelled(double) {
  const size = Math.abs(double);
  if (size >= 1e16 || (size < 1e-4 && size !== 0)) return double.toExponential().replace('e+', 'e');
  const text = Object.is(double, -0) ? '-0' : String(double);
  return Number.isInteger(double) ? `${text}.0` : text;
}

let segmenter;

/** How many characters a reader sees. */
export function graphemes(text) {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

/** The domain as DNS knows it; nothing where it is none. A last label keeps numbers from being read as an address. */
export function asciiDomain(domain) {
  try {
    return new URL(`http://${domain}.a`).hostname.slice(0, -2);
  } catch {
    return undefined;
  }
}

/** The parts of a link, a line each: scheme, host, whether there are credentials, normal form. */
export function link(text) {
  try {
    const { protocol, hostname, username, password, href } = new URL(text);
    return [protocol.slice(0, -1), hostname, username !== '' || password !== '', href].join('\n');
  } catch {
    return undefined;
  }
}

/** All characters there are or will be, in their order, a piece at a time. */
function* characters() {
  for (const [first, end] of [[0, 0xd800], [0xe000, 0x40000], [0xe0000, 0xe1000]]) {
    for (let from = first; from < end; from += 0x800) {
      yield String.fromCodePoint(...Array.from({ length: 0x800 }, (_, at) => from + at));
    }
  }
}

/** First and last of what lies beyond: never assigned, or for private use; of each, all are alike. */
const ALIKE = [[0x40000, 0xdffff], [0xe1000, 0xeffff], [0xf0000, 0xffffd], [0xffffe, 0xfffff], [0x100000, 0x10fffd], [0x10fffe, 0x10ffff]];

function pattern(property, name) {
  try {
    return new RegExp(`\\p{${property === '' ? name : `${property}=${name}`}}+`, 'gu');
  } catch {
    return undefined;
  }
}

function last(text) {
  const unit = text.charCodeAt(text.length - 1);
  // The second half of a pair.
  return unit >= 0xdc00 && unit < 0xe000 ? text.codePointAt(text.length - 2) : unit;
}

/** Names that a browser may know and Rust does not: of no script, and older ones. */
const NO_SCRIPTS = ['Zzzz', 'Unknown', 'Qaac', 'Qaai'];

/** A class of Unicode as the first and last code point of its ranges; nothing for a name that is none. */
export function ranges(property, name) {
  if (!/^\w+$/.test(name) || NO_SCRIPTS.includes(name)) return undefined;
  const runs = pattern(property, name);
  if (runs === undefined) return undefined;
  const found = [...characters()].flatMap((part) => part.match(runs) ?? []);
  const ends = found.map((run) => [run.codePointAt(0), last(run)]);
  const beyond = ALIKE.filter(([first]) => String.fromCodePoint(first).match(runs) !== null);
  const all = [...ends, ...beyond].flat();
  // A script that no character has is none.
  return property === 'sc' && all.length === 0 ? undefined : Uint32Array.from(all);
}

function single(text, otherwise) {
  return [...text].length === 1 ? text : otherwise;
}

/** Characters that another one stands for once case counts for nothing, each followed by that one. */
export function folds() {
  const found = [];
  for (let code = 0; code < 0x20000; code += 1) {
    const character = String.fromCodePoint(code);
    // The dotless `ı` shares its upper case with `i` in no language.
    if (character === 'ı') continue;
    const folded = single(single(character.toUpperCase(), character).toLowerCase(), character);
    if (folded !== character) found.push(code, folded.codePointAt(0));
  }
  return Uint32Array.from(found);
}

/** The scripts of Unicode by their short names; a browser that does not know one has no text in it either. */
const SCRIPTS = 'Adlm Aghb Ahom Arab Armi Armn Avst Bali Bamu Bass Batk Beng Berf Bhks Bopo Brah Brai Bugi Buhd Cakm Cans Cari Cham Cher Chrs Copt Cpmn Cprt Cyrl Deva Diak Dogr Dsrt Dupl Egyp Elba Elym Ethi Gara Geor Glag Gong Gonm Goth Gran Grek Gujr Gukh Guru Hang Hani Hano Hatr Hebr Hira Hluw Hmng Hmnp Hung Ital Java Kali Kana Kawi Khar Khmr Khoj Kits Knda Krai Kthi Lana Laoo Latn Lepc Limb Lina Linb Lisu Lyci Lydi Mahj Maka Mand Mani Marc Medf Mend Merc Mero Mlym Modi Mong Mroo Mtei Mult Mymr Nagm Nand Narb Nbat Newa Nkoo Nshu Ogam Olck Onao Orkh Orya Osge Osma Ougr Palm Pauc Perm Phag Phli Phlp Phnx Plrd Prti Rjng Rohg Runr Samr Sarb Saur Sgnw Shaw Shrd Sidd Sidt Sind Sinh Sogd Sogo Sora Soyo Sund Sunu Sylo Syrc Tagb Takr Tale Talu Taml Tang Tavt Tayo Telu Tfng Tglg Thaa Thai Tibt Tirh Tnsa Todr Tols Toto Tutg Ugar Vaii Vith Wara Wcho Xpeo Xsux Yezi Yiii Zanb'.split(' ');

/** Systems of writing that use several scripts (UTS 39): Japanese, Korean, Chinese with Bopomofo. */
const TOGETHER = [['Hani', 'Hira', 'Kana'], ['Hani', 'Hang'], ['Hani', 'Bopo']];

let systems;

function system(scripts) {
  const known = ['Zyyy', 'Zinh', ...scripts].map((script) => `\\p{scx=${script}}`);
  try {
    return [new RegExp(`^[${known.join('')}]*$`, 'u')];
  } catch {
    return [];
  }
}

/** Whether a word is written in one script, or in those of one system of writing. */
export function isSingleScript(word) {
  systems ??= [['Latn'], ...TOGETHER, ...SCRIPTS.map((script) => [script])].flatMap(system);
  return systems.some((one) => one.test(word));
}
