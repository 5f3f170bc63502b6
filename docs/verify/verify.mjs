// Checks that a receipt is in Counterfoil's public log. No dependencies; runs offline, in Node 18 and newer and in browsers.
//
//   node verify.mjs receipt.json proof.txt <verifier key>      prints "valid", or "INVALID: why" (exit code 1)
//   import { verify } from './verify.mjs'                      await verify(receipt, proof, key) throws Error(why)
//
//   node verify.mjs consistency older newer <tiles> <verifier key> [<key of the newer>]     prints "consistent", or why not
//   import { consistent } from './verify.mjs'    await consistent(older, newer, read, key, newerKey) throws Error(why)
//
// What is checked: the proof's checkpoint is signed by the log's key, and the receipt, without its signature member, is
// the entry at the proof's index in the tree that this checkpoint stands for. The receipt's own signature is for the
// merchant, who shares a secret with the issuer: nobody else can check it, and it is not part of what was logged.
//
// In place of a verifier key there may be all that you know, a line each, as the log serves them under "keys". One of them
// must have signed, and none of them wrongly.
//
// Of two saved checkpoints: that each is signed by its key, and that the tree of the newer one is that of the older one,
// continued. <tiles> is the log's URL, or a directory that holds its tiles by the same names: tile/0/000. It need not be
// trusted: tiles that do not lead to the newer checkpoint are refused.

const { subtle } = globalThis.crypto ?? (await import('node:crypto')).webcrypto;
const utf8 = new TextEncoder();
const HEX_64 = /^[0-9a-f]{64}$/;
const DECIMAL = /^(0|[1-9][0-9]{0,17})$/;

export async function verify(receipt, proof, key) {
  const known = await readKeys(key);
  const entry = await sha256(utf8.encode(signedText(readReceipt(receipt))));
  const { index, path, note } = readProof(proof);
  const checkpoint = await readPromise(note, known);
  const root = await climb(index, checkpoint.size, path, await sha256(Uint8Array.of(0), entry));
  if (!root || !same(root, checkpoint.root)) throw new Error('the receipt is not in the log at this index');
}

/** `read` is given a path such as tile/0/000.p/17, and gives its bytes, or nothing where there is no such tile. */
export async function consistent(older, newer, read, key, newerKey = key) {
  const wrong = 'the checkpoint is malformed';
  const first = await readPromise(decode(older, wrong), await readKeys(key));
  const second = await readPromise(decode(newer, wrong), await readKeys(newerKey));
  if (first.origin !== second.origin) throw new Error('the checkpoint is of another log');
  if (first.size > second.size) throw new Error('the older checkpoint is the larger one');
  let continued = first.size === second.size ? second.root : await sha256();
  if (first.size > 0n && first.size < second.size) {
    const [before, after] = await roots(first.size, second.size, 0n, tree(second.size, read));
    if (!same(after, second.root)) throw new Error('the tiles are not those of the newer checkpoint');
    continued = before;
  }
  if (!same(continued, first.root)) throw new Error('the newer checkpoint does not continue the older one');
}

// --- the receipt: flat, every value a scalar; RFC 8785 is then sorting and JSON.stringify

function readReceipt(input) {
  const wrong = 'the receipt is not a flat JSON object';
  const text = decode(input, wrong);
  let receipt;
  try {
    receipt = JSON.parse(text);
  } catch {
    throw new Error(wrong);
  }
  const flat = receipt !== null && typeof receipt === 'object' && !Array.isArray(receipt)
    && Object.values(receipt).every(value => value === null || typeof value === 'string' || typeof value === 'boolean'
      || Number.isSafeInteger(value));
  // JSON.parse silently takes the last of two members of one name: count the strings that a colon follows
  const names = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(string => string[1]);
  if (!flat || names.length !== Object.keys(receipt).length) throw new Error(wrong);
  if (!HEX_64.test(Object.hasOwn(receipt, 'signature') ? receipt.signature : '')) {
    throw new Error('the receipt has no signature');
  }
  return receipt;
}

function signedText(receipt) {
  const names = Object.keys(receipt).filter(name => name !== 'signature').sort();
  return '{' + names.map(name => JSON.stringify(name) + ':' + JSON.stringify(receipt[name])).join(',') + '}';
}

// --- the proof (c2sp.org/tlog-proof) and the checkpoint in it (c2sp.org/tlog-checkpoint, c2sp.org/signed-note)

function readProof(input) {
  const wrong = 'the proof is malformed';
  const text = decode(input, wrong);
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(end, 0)).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new Error(wrong);
  if (lines[0]?.startsWith('extra ')) lines.shift(); // not authenticated: it means nothing here
  const [word, index, ...more] = (lines.shift() ?? '').split(' ');
  const path = lines.map(line => base64(line, wrong));
  if (word !== 'index' || more.length || !DECIMAL.test(index) || path.some(hash => hash.length !== 32)) {
    throw new Error(wrong);
  }
  return { index: BigInt(index), path, note: text.slice(end + 2) };
}

async function readPromise(note, known) {
  const { text, signers } = await open(note, known);
  const checkpoint = readCheckpoint(text);
  if (!signers.includes(checkpoint.origin)) throw new Error('the checkpoint is of another log');
  return checkpoint;
}

/** The text, and the names of the known keys that signed it, if some did and none wrongly. */
async function open(note, known) {
  const wrong = 'the checkpoint is malformed';
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || lines.pop() !== '' || !lines.length || /[\0-\x09\x0b-\x1f]/.test(note)) throw new Error(wrong);
  const text = note.slice(0, end + 1);
  const signers = [];
  for (const line of lines) {
    const [, name, signature] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
    if (!name) throw new Error(wrong);
    const bytes = base64(signature, wrong);
    // any other one is a witness's, or that of a key that is not known
    for (const key of known.filter(key => key.name === name && same(bytes.slice(0, 4), key.id))) {
      if (!(await subtle.verify('Ed25519', key.key, bytes.slice(4), utf8.encode(text)))) {
        throw new Error("the checkpoint's signature is wrong");
      }
      signers.push(name);
    }
  }
  if (!signers.length) throw new Error('the checkpoint is not signed by this key');
  return { text, signers };
}

function readCheckpoint(text) {
  const wrong = 'the checkpoint is malformed';
  const [origin, size, root, ...extensions] = text.split('\n');
  if (!origin || !DECIMAL.test(size) || extensions.indexOf('') !== extensions.length - 1) throw new Error(wrong);
  return { origin, size: BigInt(size), root: base64(root, wrong) };
}

function readKeys(lines) {
  return Promise.all(lines.replace(/\n$/, '').split('\n').map(readKey));
}

async function readKey(key) {
  const wrong = 'the verifier key is malformed';
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  if (!name) throw new Error(wrong);
  const typed = base64(encoded, wrong);
  const hash = (await sha256(utf8.encode(name + '\n'), typed)).slice(0, 4);
  const hex = [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
  if (typed.length !== 33 || typed[0] !== 1 || hex !== id) throw new Error(wrong);
  return { name, id: hash, key: await subtle.importKey('raw', typed.slice(1), 'Ed25519', false, ['verify']) };
}

// --- the tree: from the leaf to the root (RFC 9162, section 2.1.3.2)

async function climb(index, size, path, leaf) {
  if (index >= size) return null;
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0n) return null;
    if (node & 1n || node === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash);
      while (!(node & 1n)) [node, last] = [node >> 1n, last >> 1n];
    } else {
      hash = await sha256(Uint8Array.of(1), hash, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n ? hash : null;
}

// --- two trees: the roots of the first leaves and of all leaves, from hashes that both have in common (RFC 6962, section 2.1.2)

async function roots(first, all, start, hash) {
  if (first === all) {
    const both = await hash(start, all);
    return [both, both];
  }
  const left = split(all);
  if (first <= left) {
    const [before, after] = await roots(first, left, start, hash);
    return [before, await node(after, await hash(start + left, all - left))];
  }
  const shared = await hash(start, left);
  const [before, after] = await roots(first - left, all - left, start + left, hash);
  return [await node(shared, before), await node(shared, after)];
}

/** The hash of any leaves that are a subtree, from the tiles of a tree of this size (c2sp.org/tlog-tiles). */
function tree(size, read) {
  const tiles = new Map();
  return async function hash(start, leaves) {
    const height = length(leaves) - 1;
    if (height % 8 || leaves !== 1n << BigInt(height)) {
      const left = split(leaves);
      return node(await hash(start, left), await hash(start + left, leaves - left));
    }
    const index = start >> BigInt(height);
    const digits = String(index >> 8n);
    const path = `tile/${height / 8}/`
      + digits.padStart(Math.ceil(digits.length / 3) * 3, '0').replace(/\d{3}(?=\d)/g, 'x$&/');
    if (!tiles.has(path)) tiles.set(path, await readTile(path, (size >> BigInt(height)) - (index >> 8n << 8n), read));
    const at = Number(index & 255n) * 32;
    return tiles.get(path).slice(at, at + 32);
  };
}

/** A partial tile may be gone once there is the full one, which begins with it. */
async function readTile(path, width, read) {
  const tile = (width < 256n ? await read(`${path}.p/${width}`) : null) ?? await read(path);
  if (!tile) throw new Error('a tile is missing: ' + path);
  if (tile.length < 32 * Number(width < 256n ? width : 256n)) throw new Error('a tile is cut short: ' + path);
  return tile;
}

function split(leaves) {
  return 1n << BigInt(length(leaves - 1n) - 1);
}

function length(number) {
  return number.toString(2).length;
}

function node(left, right) {
  return sha256(Uint8Array.of(1), left, right);
}

// --- bytes

async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return new Uint8Array(await subtle.digest('SHA-256', all));
}

function same(a, b) {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Base64 in its one spelling: lenient decoders take a changed text for the same bytes. */
function base64(text, wrong) {
  try {
    const binary = atob(text);
    if (btoa(binary) === text) return Uint8Array.from(binary, c => c.charCodeAt(0));
  } catch {
    // refused below, with the other spellings
  }
  throw new Error(wrong);
}

function decode(input, wrong) {
  if (typeof input === 'string') return input;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input);
  } catch {
    throw new Error(wrong);
  }
}

// --- the command

if (globalThis.process?.argv?.[1]) {
  const { pathToFileURL } = await import('node:url');
  const { createReadStream, existsSync, readFileSync, realpathSync } = await import('node:fs');
  const PATIENCE = 10_000; // milliseconds for a tile, whose host need not be trusted
  const LARGEST_TILE = 1 << 16;
  /** No more of it than a tile can have. */
  const beginning = async stream => {
    const parts = [];
    let length = 0;
    for await (const part of stream) {
      parts.push(part);
      length += part.length;
      if (length >= LARGEST_TILE) break;
    }
    return Buffer.concat(parts).subarray(0, LARGEST_TILE);
  };
  const reader = tiles => async path => {
    const name = tiles.replace(/\/$/, '') + '/' + path;
    if (!/^https?:/.test(tiles)) return existsSync(name) ? beginning(createReadStream(name)) : null;
    const answer = await fetch(name, { signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? beginning(answer.body) : null;
  };
  if (import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
    const [first, second, third, ...more] = process.argv.slice(2);
    const two = first === 'consistency';
    if (two ? more.length < 2 || more.length > 3 : !third || more.length) {
      console.error('usage: node verify.mjs receipt.json proof.txt <verifier key>');
      console.error('       node verify.mjs consistency older newer <tiles> <verifier key> [<key of the newer>]');
      process.exit(2);
    }
    try {
      if (two) {
        await consistent(readFileSync(second), readFileSync(third), reader(more[0]), more[1], more[2]);
      } else {
        await verify(readFileSync(first), readFileSync(second), third);
      }
      console.log(two ? 'consistent' : 'valid');
    } catch (error) {
      console.log('INVALID: ' + error.message);
      process.exitCode = 1;
    }
  }
}
