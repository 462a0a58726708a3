/**
 * Both frameworks note where each value was made, which under jest, with its source maps, takes as long as all the rest.
 * What is rendered does not tell.
 */
export function withoutTraces<T>(run: () => T): T {
  const capture = jest.spyOn(Error, 'captureStackTrace').mockImplementation((target) => {
    Object.assign(target, { stack: '' });
  });
  try {
    return run();
  } finally {
    capture.mockRestore();
  }
}
