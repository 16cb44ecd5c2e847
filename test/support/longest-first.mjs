import Sequencer from '@jest/test-sequencer';

/** Suites that drive browsers, servers and processes of their own take longest: one of them begun last would run alone. The rest goes by size, as it does without us. */
const RANKS = [/\/test\/pages\//, /\/test\/(?:cli|start|honest|cluster|move|pilot)/, /\/test\//, /\/(?:eventstoredb|mongodb)\//];
const rankOf = ({ path }) => {
  const rank = RANKS.findIndex((pattern) => pattern.test(path));
  return rank < 0 ? RANKS.length : rank;
};

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted].sort((a, b) => rankOf(a) - rankOf(b));
  }
}
