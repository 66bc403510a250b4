/**
 * In place of the meeting client's video effects. The client only asks whether something is one of
 * them, and nothing ever is.
 */
Object.defineProperty(exports, '__esModule', { value: true });
exports.default = function NoVideoEffect() {
  throw new Error('There are no video effects.');
};
