// A reporter that writes the file of each test that failed, a line each.

/**
 * @param {AsyncIterable<{type: string, data: {file?: string, todo?: unknown}}>} events those of node's test runner
 * @returns {AsyncGenerator<string>}
 */
export default async function* failed(events) {
  const told = new Set();
  for await (const { type, data } of events) {
    if (type !== 'test:fail' || told.has(data.file ?? data.name)) continue;
    told.add(data.file ?? data.name);
    yield `${data.file ?? data.name}\n`;
  }
}
