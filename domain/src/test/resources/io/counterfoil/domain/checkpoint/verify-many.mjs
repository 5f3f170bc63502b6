// node verify-many.mjs <file URL of verify.mjs> < cases: each line receipt, proof and key in base64; a verdict a line
import { readFileSync } from 'node:fs';

const { verify } = await import(process.argv[2]);
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const [receipt, proof, key] = line.split(' ').map(part => Buffer.from(part, 'base64'));
  try {
    await verify(receipt, proof, key.toString('utf8'));
    console.log('valid');
  } catch (error) {
    console.log('INVALID: ' + error.message);
  }
}
