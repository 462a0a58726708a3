// Loaded before the server: lets it find another processor, or another version of onnxruntime.
const fs = require('node:fs');

const { readFileSync } = fs;
const CHANGES = {
  processor: [/^\/proc\/cpuinfo$/, (text) => text.replace(/^(flags|Features)(\s*:).*$/gm, '$1$2 none')],
  onnxruntime: [
    /onnxruntime-node\/package\.json$/,
    (text) => text.replace(/"version": *"[^"]*"/, '"version": "0.0.0"'),
  ],
};
const [files, change] = CHANGES[process.env.TEST_OTHER];
fs.readFileSync = (file, ...others) => {
  const found = readFileSync(file, ...others);
  return files.test(String(file)) && typeof found === 'string' ? change(found) : found;
};
