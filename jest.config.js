/** Tests run on sources: one project per folder of test/, which mirrors the packages. */
const project = (name, testMatch = [`<rootDir>/test/${name}/**/*.test.ts`]) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch,
  testEnvironment: 'node',
  modulePathIgnorePatterns: [
    '<rootDir>/.*/out/',
    '<rootDir>/.*/dist/',
    '<rootDir>/constructs/.*/assets/',
    '<rootDir>/examples/.*cdk.out',
  ],
  setupFiles: ['<rootDir>/test/setup.cjs'],
  moduleNameMapper: {
    '^@inference-constructs/core/out/(.*)$': '<rootDir>/lib/src/$1',
    '^@inference-constructs/core$': '<rootDir>/lib/src',
    '^@inference-constructs/(cdk|cdktf)$': '<rootDir>/constructs/$1/src',
    '^@inference-constructs/(cdk|cdktf)/testing$': '<rootDir>/constructs/$1/src/testing',
    '^@inference-constructs/(runtime|rehearsal)/(.*)$': '<rootDir>/$1/src/$2',
  },
  transform: { '^.+\\.ts$': '<rootDir>/test/esbuild-transform.cjs' },
});

/** What asserts what a server measured at its start, or did in a time: one after the other, after all others. */
const ALONE = [
  'contracts/batch-transform',
  'server/baked',
  'server/large-requests',
  'server/large-texts',
  'server/long-runs',
  'server/neighbours',
  'server/overload',
  'server/ping',
  'server/spinning',
].map((name) => `<rootDir>/test/runtime/${name}.test.ts`);

module.exports = {
  watchman: false,
  // By default one processor of two would wait.
  maxWorkers: '100%',
  // aws-cdk-lib is loaded anew by each suite, and stays: a process that has become so large makes way for another.
  workerIdleMemoryLimit: '2GB',
  testSequencer: '<rootDir>/test/sequencer.cjs',
  projects: [
    ...['lib', 'cdk', 'cdktf', 'parity', 'rehearsal', 'repo', 'conformance'].map((name) => project(name)),
    { ...project('runtime'), testPathIgnorePatterns: ALONE },
    { ...project('runtime', ALONE), runner: '<rootDir>/test/alone-runner.cjs' },
  ],
};
