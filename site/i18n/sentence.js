/**
 * A sentence of the engine with gaps, for a language's list of sentences.
 * @param {string} english with {} for each gap
 * @param {string} other the same in the language, with {0}, {1} … for what stands in the gaps
 * @returns {[RegExp, string]}
 */
export const sentence = (english, other) => [new RegExp(`^${english.split('{}').map((t) => t.replace(/[.*+?^$()[\]|\\/]/g, '\\$&')).join('(.+?)')}$`, 's'), other];
