import { ValidateBinaryVersion } from 'cdktf/lib/validations/validate-binary-version';

// The engine notes for every token where it was made, all frames of it, which jest maps back to sources; nothing here asks
// for that, and it takes a third of a synth.
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({ captureStackTrace: () => [] }));

// It asks terraform for its version at every synth: a process each, and the answer does not change.
const answers = new Map<string, string[]>();
const ask = Object.getOwnPropertyDescriptor(ValidateBinaryVersion.prototype, 'validate')?.value as () => string[];
jest.spyOn(ValidateBinaryVersion.prototype, 'validate').mockImplementation(function (this: ValidateBinaryVersion) {
  const question = JSON.stringify(this);
  const answer = answers.get(question) ?? ask.call(this);
  answers.set(question, answer);
  return answer;
});
