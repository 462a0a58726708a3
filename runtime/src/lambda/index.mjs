// Lambda ends the initialisation of an ES module when its top-level await has settled: the model is loaded before the
// first request, not inside it. The handler itself is CommonJS, because only `require` looks into a layer.
import { createRequire } from 'node:module';

const { handler, settled } = createRequire(import.meta.url)('./handler.cjs');
await settled;

export { handler };
