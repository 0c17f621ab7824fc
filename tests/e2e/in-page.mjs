// What tests have a page do: these functions run in it.

/** Takes all the room that is left, down to the last bytes, by a database beside the page's. */
export async function fillUp() {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("filler", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("filler", { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const put = (length) =>
    new Promise((resolve) => {
      try {
        const transaction = database.transaction("filler", "readwrite");
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        // What repeats itself would be packed.
        transaction.objectStore("filler").put(crypto.getRandomValues(new Uint8Array(length)));
      } catch {
        // After a write that found no room Firefox refuses the next ones at once.
        resolve(false);
      }
    });
  for (const length of [60_000, 6_000, 600, 60]) while (await put(length));
  database.close();
}

/** Gives back what `fillUp` took. */
export const emptyOut = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase("filler");
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });

/** From here on the page hears and tells of nothing: what it does is put onto what the database has by then. */
export function deafen() {
  BroadcastChannel.prototype.postMessage = () => {};
  Object.defineProperty(BroadcastChannel.prototype, "onmessage", { set: () => {} });
}

/** No database is opened on the first visit while `window.refusing` is set. Before everything else in the page. */
export function refuseAtFirst() {
  const open = IDBFactory.prototype.open;
  window.refusing = !sessionStorage.visited;
  sessionStorage.visited = "yes";
  IDBFactory.prototype.open = function (...given) {
    if (window.refusing) throw new DOMException("Encountered full disk while opening backing store", "QuotaExceededError");
    return open.apply(this, given);
  };
}

/** What is opened is remembered, to be closed without a word. Before everything else in the page, or in a worker. */
export function rememberConnections() {
  const open = IDBFactory.prototype.open;
  self.connections = [];
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener("success", () => self.connections.push(request.result));
    return request;
  };
}

/** Closes what was remembered, as a phone does that slept. */
export const closeConnections = () => self.connections.forEach((connection) => connection.close());
