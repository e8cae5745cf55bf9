// What the page keeps on this computer: values by key, in the browser's database. Every
// function rejects where the browser keeps nothing, as in some private windows.

const name = 'states';
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('talbot', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab holds an old version'));
  });
  return opened;
}

async function run(mode, f) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(name, mode);
    const request = f(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('nothing can be kept'));
  });
}

export const get = (key) => run('readonly', (s) => s.get(key));
export const put = (key, value) => run('readwrite', (s) => s.put(value, key));
export const drop = (key) => run('readwrite', (s) => s.delete(key));
/** All keys that start so. */
export const keys = (start) => run('readonly', (s) => s.getAllKeys(IDBKeyRange.bound(start, `${start}\uffff`)));
