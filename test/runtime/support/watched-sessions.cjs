// Loaded before the server in each of its threads: says with which options onnxruntime opens a model, and lets idle
// threads spin where a test wants to see what that takes.
const { writeSync } = require('node:fs');
const Module = require('node:module');

const load = Module._extensions['.node'];
Module._extensions['.node'] = (module, file) => {
  load(module, file);
  const { InferenceSession } = module.exports;
  if (InferenceSession === undefined) return;
  class Watched extends InferenceSession {
    loadModel(model, options) {
      writeSync(2, `${JSON.stringify({ level: 'info', message: 'session', options })}\n`);
      if (process.env.TEST_SPINNING === 'true') options.extra.session.intra_op.allow_spinning = '1';
      return super.loadModel(model, options);
    }
  }
  module.exports = { ...module.exports, InferenceSession: Watched };
};
