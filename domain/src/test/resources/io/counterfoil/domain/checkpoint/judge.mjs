// Cases in, a verdict a line out, in Node and in a browser. Each case is a line of base64: receipt, proof and key; or two
// checkpoints, the directory of the tiles, and the key of each checkpoint.
export async function judge({ verify, consistent }, cases, read) {
  const verdicts = [];
  for (const line of cases.trim().split('\n')) {
    const parts = line.split(' ').map(base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0)));
    const text = part => new TextDecoder().decode(parts[part]);
    try {
      if (parts.length === 3) {
        await verify(parts[0], parts[1], text(2));
      } else {
        await consistent(parts[0], parts[1], read(text(2)), text(3), text(4));
      }
      verdicts.push(parts.length === 3 ? 'valid' : 'consistent');
    } catch (error) {
      verdicts.push('INVALID: ' + error.message);
    }
  }
  return verdicts.join('\n');
}
