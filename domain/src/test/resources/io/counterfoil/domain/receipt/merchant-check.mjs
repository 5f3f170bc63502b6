// The check that merchants run, in ten lines: node merchant-check.mjs SECRET < receipt.json
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { signature, ...payload } = JSON.parse(readFileSync(0, 'utf8'));
const message = JSON.stringify(payload, Object.keys(payload).sort());
const expected = Buffer.from(createHmac('sha256', process.argv[2]).update(message).digest('hex'));
const given = Buffer.from(String(signature));
const valid = given.length === expected.length && timingSafeEqual(given, expected);
console.log(valid ? 'valid' : 'INVALID');
process.exit(valid ? 0 : 1);
