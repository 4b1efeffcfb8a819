// The address holds what a person chose, so that the way back and a pasted link show the same.
// What follows within a moment belongs to one choice: a key held down, a wheel turned, the map that moves to a place.
const MOMENT_MS = 900;

let last = -Infinity; // when the present entry of the history was written
let returning = false;

export const params = () => new URLSearchParams(location.search);

// With `own` false the change follows from something else than a choice, and makes no entry of its own.
export function remember(changes, { own = true } = {}) {
  if (returning) return;
  const query = params();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const address = `${location.pathname}${query.size ? `?${query.toString().replaceAll("%2C", ",")}` : ""}`;
  if (address === location.pathname + location.search) return;
  const now = performance.now();
  const fresh = own && now - last > MOMENT_MS;
  if (own) last = now;
  history[fresh ? "pushState" : "replaceState"](null, "", address);
}

// What comes in the next moment belongs to the entry that stands.
export function follow() {
  last = performance.now();
}

// Whoever shows an entry again must not write another.
export function onReturn(show) {
  addEventListener("popstate", () => {
    returning = true;
    try {
      show();
    } finally {
      returning = false;
    }
    last = -Infinity;
  });
}
