const { default: Runner } = require('jest-runner');

/** For suites that measure this machine while they test: beside others they would measure those, too. */
module.exports = class extends Runner {
  isSerial = true;
};
