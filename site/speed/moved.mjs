// Sends links to the benchmark's old address on to its new one, query and all.

location.replace(new URL(`speed.html${location.search}${location.hash}`, location.href));
