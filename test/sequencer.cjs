const { default: Sequencer } = require('@jest/test-sequencer');

/** What plays, deploys or serves takes longest: begun last, it would keep one processor busy while the others wait. */
const FIRST = ['conformance', 'rehearsal', 'parity', 'runtime'];

module.exports = class extends Sequencer {
  /** Those that took longest the last time, or have the largest files, come first in each project. */
  sort(tests) {
    const rank = ({ context }) => {
      const place = FIRST.indexOf(context.config.displayName.name);
      return place < 0 ? FIRST.length : place;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
