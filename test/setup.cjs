// aws-cdk-lib's own validation costs seconds per test file; one suite (test/cdk/validation.test.ts) leaves it on.
process.env.CDK_VALIDATION ??= 'false';
