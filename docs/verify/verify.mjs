// Checks that a receipt is in Counterfoil's public log. No dependencies; runs offline, in Node 18 and newer and in browsers.
//
//   node verify.mjs receipt.json proof.txt <verifier key>      prints "valid", or "INVALID: why" (exit code 1)
//   import { verify } from './verify.mjs'                      await verify(receipt, proof, key) throws Error(why)
//
// What is checked: the proof's checkpoint is signed by the log's key, and the receipt, without its signature member, is
// the entry at the proof's index in the tree that this checkpoint stands for. The receipt's own signature is for the
// merchant, who shares a secret with the issuer: nobody else can check it, and it is not part of what was logged.

const { subtle } = globalThis.crypto ?? (await import('node:crypto')).webcrypto;
const utf8 = new TextEncoder();
const HEX_64 = /^[0-9a-f]{64}$/;
const DECIMAL = /^(0|[1-9][0-9]{0,17})$/;

export async function verify(receipt, proof, key) {
  const verifier = await readKey(key);
  const entry = await sha256(utf8.encode(signedText(readReceipt(receipt))));
  const { index, path, note } = readProof(proof);
  const checkpoint = readCheckpoint(await open(note, verifier));
  if (checkpoint.origin !== verifier.name) throw new Error('the checkpoint is of another log');
  const root = await climb(index, checkpoint.size, path, await sha256(Uint8Array.of(0), entry));
  if (!root || !same(root, checkpoint.root)) throw new Error('the receipt is not in the log at this index');
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

async function open(note, verifier) {
  const wrong = 'the checkpoint is malformed';
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || lines.pop() !== '' || !lines.length || /[\0-\x09\x0b-\x1f]/.test(note)) throw new Error(wrong);
  const text = note.slice(0, end + 1);
  let signed = false;
  for (const line of lines) {
    const [, name, signature] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
    if (!name) throw new Error(wrong);
    const bytes = base64(signature, wrong);
    if (name !== verifier.name || !same(bytes.slice(0, 4), verifier.id)) continue; // a witness, or another key
    if (!(await subtle.verify('Ed25519', verifier.key, bytes.slice(4), utf8.encode(text)))) {
      throw new Error("the checkpoint's signature is wrong");
    }
    signed = true;
  }
  if (!signed) throw new Error('the checkpoint is not signed by this key');
  return text;
}

function readCheckpoint(text) {
  const wrong = 'the checkpoint is malformed';
  const [origin, size, root, ...extensions] = text.split('\n');
  if (!origin || !DECIMAL.test(size) || extensions.indexOf('') !== extensions.length - 1) throw new Error(wrong);
  return { origin, size: BigInt(size), root: base64(root, wrong) };
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
  const { readFileSync, realpathSync } = await import('node:fs');
  if (import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
    const [receipt, proof, key] = process.argv.slice(2);
    if (!key) {
      console.error('usage: node verify.mjs receipt.json proof.txt <verifier key>');
      process.exit(2);
    }
    try {
      await verify(readFileSync(receipt), readFileSync(proof), key);
      console.log('valid');
    } catch (error) {
      console.log('INVALID: ' + error.message);
      process.exitCode = 1;
    }
  }
}
