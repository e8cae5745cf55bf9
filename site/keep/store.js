// What the page keeps on this computer: values by key, in the browser's database. Every
// function rejects where the browser keeps nothing, as in some private windows.

const name = 'states';
let opened = null;

// open opens the database, anew where that failed before or the browser closed it, as it
// does when what the site keeps is deleted. Some browsers never answer.
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('talbot', 1);
    setTimeout(() => reject(new Error('the browser does not answer')), 3000);
    request.onupgradeneeded = () => request.result.createObjectStore(name);
    request.onsuccess = () => {
      request.result.onclose = () => { opened = null; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab holds an old version'));
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

// begin fails on a database that the browser has closed: the next call opens it anew.
function begin(base, mode) {
  try {
    return base.transaction(name, mode);
  } catch (error) {
    opened = null;
    throw error;
  }
}

async function run(mode, f) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = begin(base, mode);
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
