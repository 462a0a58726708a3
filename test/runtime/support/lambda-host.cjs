// Loads the bundled handler as Lambda does and answers the events it is sent.
const { pathToFileURL } = require('node:url');

const loading = import(pathToFileURL(process.argv[2]).href);

process.on('message', async ({ id, event, milliseconds }) => {
  const { handler } = await loading;
  const context = milliseconds === undefined ? undefined : { getRemainingTimeInMillis: () => milliseconds };
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    process.send({ id, error: { name: error.name, message: error.message, stack: error.stack } });
  }
});
