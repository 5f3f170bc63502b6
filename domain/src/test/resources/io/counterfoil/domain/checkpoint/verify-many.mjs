// node verify-many.mjs <file URL of verify.mjs> < cases: a verdict a line
import { existsSync, readFileSync } from 'node:fs';
import { judge } from './judge.mjs';

const verifier = await import(process.argv[2]);
const read = directory => path => (existsSync(`${directory}/${path}`) ? readFileSync(`${directory}/${path}`) : null);
console.log(await judge(verifier, readFileSync(0, 'utf8'), read));
