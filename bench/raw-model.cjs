// A model below onnxruntime's public interface, as a floor: nothing is checked, and nothing else is loaded. CommonJS,
// which starts sooner.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const DATA = { float32: Float32Array, int64: BigInt64Array };
/** One row of this length is made up where the length varies, as in a text. */
const VARYING_SIZE = 128;

class Tensor {
  constructor(type, data, dims) {
    this.type = type;
    this.data = data;
    this.dims = dims;
  }
}

function manifestOf(directory) {
  return JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8'));
}

/** Gives a function that runs the model once. Set as the runtime sets it: `baked` is the file that it made of the model. */
function openRaw(directory, { threads = 1, baked, feeds } = {}) {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const root = dirname(require.resolve('onnxruntime-node/package.json'));
  const { InferenceSession, initOrtOnce } = require(
    join(root, 'bin/napi-v6', process.platform, process.arch, 'onnxruntime_binding.node'),
  );
  const { inputs, outputs } = manifestOf(directory).signature;
  initOrtOnce(2, Tensor, true);
  const session = new InferenceSession();
  const spinning = { allow_spinning: '0' };
  session.loadModel(baked ?? join(directory, 'model.onnx'), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: baked === undefined ? 'all' : 'disabled',
    extra: { session: { intra_op: spinning, inter_op: spinning } },
  });
  const given = feeds ?? rowOfOnes(inputs);
  const fetches = Object.fromEntries(outputs.map(({ name }) => [name, null]));
  return () => session.run(given, fetches, {});
}

function rowOfOnes(inputs) {
  const size = (wanted, axis) => (typeof wanted === 'number' ? wanted : axis === 0 ? 1 : VARYING_SIZE);
  return Object.fromEntries(
    inputs.map(({ name, type, shape }) => {
      const dims = shape.map(size);
      const data = new DATA[type](dims.reduce((a, b) => a * b, 1)).fill(type === 'int64' ? 1n : 1);
      return [name, { type, dims, data, location: 'cpu' }];
    }),
  );
}

/** What the package's request.json asks for. */
function requestedFeeds(directory) {
  const { inputs } = manifestOf(directory).signature;
  const { instances, inputs: given = { [inputs[0].name]: instances } } = JSON.parse(
    readFileSync(join(directory, 'request.json'), 'utf8'),
  );
  return Object.fromEntries(
    inputs.map(({ name, type }) => {
      const dims = [];
      for (let part = given[name]; Array.isArray(part); part = part[0]) dims.push(part.length);
      const values = given[name].flat(Infinity);
      return [name, { type, dims, data: DATA[type].from(values, type === 'int64' ? BigInt : Number), location: 'cpu' }];
    }),
  );
}

module.exports = { openRaw, requestedFeeds };
