// The least that a start takes: Node.js, onnxruntime, the model, one row of ones. No server and no check.
// node bench/cold-floor.cjs MODEL [BAKED]      says when it is done, with the milliseconds of creating the session
const [directory, baked] = process.argv.slice(2);
const { openRaw } = require('./raw-model.cjs');

const before = performance.now();
const run = openRaw(directory, { baked });
const created = performance.now();
run();
process.stderr.write(`${JSON.stringify({ message: 'ready', create: created - before })}\n`);
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
