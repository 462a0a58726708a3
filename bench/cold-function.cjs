// A cold start of the Lambda function: its handler is loaded and then invoked once. The sandbox's own program, which does
// the same, is not here.
// node bench/cold-function.cjs BODY      says when the first prediction is there
const { handler, settled } = require('../runtime/dist/handler/handler.cjs');

void settled
  .then(() => handler(JSON.parse(process.argv[2])))
  .then(({ outputs, error }) => {
    if (outputs === undefined) throw new Error(JSON.stringify(error));
    process.stderr.write(`${JSON.stringify({ message: 'ready' })}\n`);
  });
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
