// Loads the bundled handler as Lambda does and answers the events it is sent.
const { pathToFileURL } = require('node:url');

const loading = import(pathToFileURL(process.argv[2]).href);

process.on('message', async ({ id, event, milliseconds, clientContext }) => {
  const { handler } = await loading;
  const remaining = milliseconds === undefined ? {} : { getRemainingTimeInMillis: () => milliseconds };
  const context =
    milliseconds === undefined && clientContext === undefined ? undefined : { ...remaining, clientContext };
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    process.send({ id, error: { name: error.name, message: error.message, stack: error.stack } });
  }
});
