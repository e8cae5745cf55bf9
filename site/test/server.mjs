// A static file server for the tests, on loopback. It serves the repository as a
// plain host does: right types, no special headers.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json', '.png': 'image/png',
  '.webmanifest': 'application/manifest+json', '.gz': 'application/gzip', '.npy': 'application/octet-stream', '.bin': 'application/octet-stream',
};

/**
 * Serves the repository until close is called.
 * @param {{port?: number, overrides?: Record<string, string|number>}} options
 *   overrides maps a path of the site to another file, or to a status to answer with.
 * @returns {Promise<{url: string, unref: () => void, close: () => Promise<void>}>}
 */
export async function serve({ port = 0, overrides = {} } = {}) {
  const server = createServer(async (request, response) => {
    let path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === '/') path = '/index.html';
    const other = overrides[path];
    try {
      if (typeof other === 'number') throw Object.assign(new Error(), { status: other });
      const file = other ?? join(root, normalize(path));
      const body = await readFile(file);
      response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Content-Length': body.length, 'Cache-Control': 'no-store' });
      response.end(body);
    } catch (error) {
      response.writeHead(error.status ?? 404, { 'Content-Type': 'text/plain' });
      response.end('not here');
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    /** Lets the process end while the server is open. */
    unref: () => server.unref(),
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
