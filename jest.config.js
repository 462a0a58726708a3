/** Tests run on sources: one project per folder of test/, which mirrors the packages. */
const project = (name) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
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

module.exports = {
  watchman: false,
  // By default one processor of two would wait.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/sequencer.cjs',
  projects: ['lib', 'cdk', 'cdktf', 'parity', 'runtime', 'rehearsal', 'repo', 'conformance'].map(project),
};
