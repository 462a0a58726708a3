// What both apps of bench/synth.mjs have in common.

exports.CAPACITY = { minCapacity: 2, maxCapacity: 12 };
exports.TARGET = { targetInvocationsPerMinute: 200 };

/** A stack of 50 endpoints is as large as CloudFormation allows. */
const ENDPOINTS_PER_STACK = 50;

exports.endpointName = (number) => `endpoint-${String(number).padStart(4, '0')}`;

/** Names of stacks, and the numbers of the endpoints in each. */
exports.perStack = (count) =>
  Array.from({ length: Math.ceil(count / ENDPOINTS_PER_STACK) }, (_, index) => ({
    stack: `Stack${index}`,
    numbers: Array.from(
      { length: Math.min(ENDPOINTS_PER_STACK, count - index * ENDPOINTS_PER_STACK) },
      (_, position) => index * ENDPOINTS_PER_STACK + position,
    ),
  }));

/** Milliseconds on a processor since the process began. */
exports.spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
