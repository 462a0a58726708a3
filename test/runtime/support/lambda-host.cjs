// Loads the bundled handler as Lambda does and answers the events it is sent.
const { handler } = require(process.argv[2]);

process.on('message', async ({ id, event }) => {
  try {
    process.send({ id, result: await handler(event) });
  } catch (error) {
    process.send({ id, error: { name: error.name, message: error.message, stack: error.stack } });
  }
});
