// The engine notes for every token where it was made, all frames of it, which jest maps back to sources; nothing here asks
// for that, and it takes a third of a synth.
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({ captureStackTrace: () => [] }));
