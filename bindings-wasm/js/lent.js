// What the browser knows of Unicode, links and numbers, for the module without tables of its own.

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

/** The shortest number that is this double. */
export function spelled(double) {
  return String(double);
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
