/** What to mask: a kind, and where its hashes are. */
const HASHES = [
  // A model package's own digest is not an asset's: another model is another snapshot.
  ['asset', /(?<!sha256:)\b[0-9a-f]{64}\b/g],
  ['asset', /(?<=\bassets\/\w+\/)[0-9a-f]{32}\b/gi],
  ['asset', /(?<="source_code_hash": ")[A-Za-z0-9+/]{43}=/g],
  ['version', /(?<=\b[A-Z]\w*[0-9A-F]{8})[0-9a-f]{32}\b/g],
  // Of a function: of its code too. What is before it is the hash of the construct path, which lasts.
  ['release', /(?<=\b[A-Z]\w*[0-9A-F]{8})[0-9a-f]{8}\b/g],
  // Of an endpoint: of its image too.
  ['release', /(?<="(?:serve-model-|INFERENCE_RELEASE": "|Release": "|Value": "))[0-9a-f]{12}(?=[-"])/g],
];

/**
 * A text without what is another with each build of what is deployed, and says nothing of how it is declared. The same hash
 * is the same mark throughout, so that a reader sees what belongs together.
 */
export function masked(text) {
  const counts = {};
  return HASHES.reduce((all, [kind, pattern]) => {
    const marks = new Map();
    return all.replace(pattern, (hash) => {
      if (!marks.has(hash)) marks.set(hash, `<${kind} ${(counts[kind] = (counts[kind] ?? 0) + 1)}>`);
      return marks.get(hash);
    });
  }, text);
}
