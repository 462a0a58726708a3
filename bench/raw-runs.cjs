// Runs a model for each line that comes on standard input, for so many milliseconds, on what its request.json asks for.
// node bench/raw-runs.cjs MODEL THREADS      answers each line with {"runs", "cpu"}: microseconds of processor time for each run
const { createInterface } = require('node:readline');
const { openRaw, requestedFeeds } = require('./raw-model.cjs');

const [directory, threads] = process.argv.slice(2);
const run = openRaw(directory, { threads: Number(threads), feeds: requestedFeeds(directory) });
createInterface({ input: process.stdin }).on('line', (line) => {
  const before = process.cpuUsage();
  let runs = 0;
  for (const end = performance.now() + Number(line); performance.now() < end; runs++) {
    run();
  }
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ runs, cpu: (user + system) / runs }));
});
