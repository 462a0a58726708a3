import js from '@eslint/js';
import cdkPlugin from 'eslint-cdk-plugin';
import tseslint from 'typescript-eslint';

/** Import only what a file needs: the roots of these packages cost seconds and hundreds of megabytes. */
const deepImports = {
  paths: [
    { name: 'aws-cdk-lib', message: "Import 'aws-cdk-lib/core' or a submodule." },
    { name: '@cdktf/provider-aws', message: "Import '@cdktf/provider-aws/lib/<resource>'." },
  ],
};

export default tseslint.config(
  {
    ignores: [
      '**/out/',
      '**/dist/',
      '**/assets/',
      '**/cdk.out/',
      '**/node_modules/',
      '**/*.d.ts',
      '**/layer/',
      'test/fixtures/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    rules: {
      'no-restricted-imports': ['error', deepImports],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['constructs/cdk/src/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { cdk: cdkPlugin },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'cdk/props-name-convention': 'error',
      'cdk/no-mutable-property-of-props-interface': 'error',
      'cdk/no-mutable-public-property-of-construct': 'error',
      'cdk/require-jsdoc': 'error',
      'cdk/require-props-default-doc': 'error',
    },
  },
  {
    files: ['**/*.cjs', '**/*.mjs', 'jest.config.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
