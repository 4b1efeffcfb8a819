// What every map has: panes, markers, popups. Every text goes into a text node; nothing is built from HTML strings.
"use strict";

const Frontline = (() => {
  const waiting = []; // maps whose data comes beside the page: [map, configuration]

  // Polygons arrive in any order; panes keep the order in which they are drawn.
  function panes(map) {
    ["country", "regions", "after", "before", "change"].forEach((name, index) => {
      if (map.getPane(`fl-${name}`)) return;
      const pane = map.createPane(`fl-${name}`);
      pane.style.zIndex = 300 + 10 * index;
      pane.style.pointerEvents = "none";
    });
  }

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  }

  function wrap(...nodes) {
    const box = element("span");
    box.append(...nodes);
    return box;
  }

  function spoken(marker, text) {
    marker.on("add", () => marker.getElement()?.setAttribute("aria-label", text));
    return marker;
  }

  function placeMarker(row, mentions) {
    const look = row.held === null || row.held === undefined ? "fl-wide" : row.held ? "fl-inside" : "fl-outside";
    const label = element("span", "fl-label", row.name);
    label.dir = "auto";
    const icon = L.divIcon({ className: "fl-marker", html: wrap(element("span", `fl-dot ${look}`), label), iconSize: [24, 24] });
    const title = `${row.name}: ${mentions}`;
    // The label may be hidden at this zoom; a screen reader gets the whole name always.
    return spoken(L.marker([row.lat, row.lon], { icon, title, keyboard: true, riseOnHover: true }), title);
  }

  function clusterMarker(row, text) {
    const size = row.count < 10 ? 22 : row.count < 100 ? 26 : row.count < 1000 ? 30 : 36;
    const shown = row.count < 1000 ? String(row.count) : row.count < 10000 ? `${Math.floor(row.count / 1000)}\u202f${String(row.count % 1000).padStart(3, "0")}` : `${Math.round(row.count / 1000)}k`;
    const icon = L.divIcon({ className: "fl-cluster", html: element("span", "", shown), iconSize: [size, size] });
    return spoken(L.marker([row.lat, row.lon], { icon, title: text, keyboard: true }), text);
  }

  function ringMarker(place, chosen) {
    const label = element("span", "fl-label", place.name);
    label.dir = "auto";
    const icon = L.divIcon({ className: "fl-ring", html: wrap(element("span", chosen ? "fl-halo fl-chosen" : "fl-halo"), label), iconSize: [30, 30] });
    return L.marker([place.lat, place.lon], { icon, interactive: false, keyboard: false, zIndexOffset: chosen ? 500 : 0 });
  }

  // By mouse, by finger or by Enter.
  function pressed(marker, act) {
    marker.on("click", act);
    marker.on("keypress", (event) => { if (event.originalEvent.key === "Enter") act(); });
  }

  function sentence(item, focus, words, config) {
    const entry = element("li", item.id === focus ? "fl-focus" : "");
    entry.dataset.mention = item.id;
    const quote = element("blockquote");
    quote.dir = "auto";
    quote.append(item.before, element("mark", "", item.surface), item.after);
    entry.append(quote);
    const source = element("p", "fl-from", item.source);
    source.dir = "auto";
    if (item.source && !config.document) entry.append(source);
    if (item.status) entry.append(element("p", "fl-status", item.status));
    if (item.href) {
      const link = element("a", "fl-read", config.document ? words.show_in_text : words.read);
      link.href = config.document ? `#${item.href.split("#")[1]}` : item.href;
      entry.append(link);
    }
    return entry;
  }

  function popup(place, focus, words, config) {
    const box = element("section", "fl-popup");
    box.tabIndex = -1;
    box.setAttribute("aria-label", place.name);
    const name = element("h2", "", place.name);
    name.dir = "auto";
    box.append(name);
    if (place.where) box.append(element("p", "fl-where", place.where));
    const list = element("ul");
    const items = [...place.sentences].sort((a, b) => (b.id === focus) - (a.id === focus));
    list.append(...items.map((item) => sentence(item, focus, words, config)));
    box.append(list);
    const more = place.count - place.sentences.length;
    if (more > 0) box.append(element("p", "fl-more", words.more.replace("{n}", more)));
    return box;
  }

  // By keyboard, a popup takes the focus and Escape gives it back to its marker.
  function keyboard(map) {
    let opener = null;
    map.on("popupopen", (event) => { opener = event.popup._source ?? event.popup.opener ?? null; });
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !opener) return;
      map.closePopup();
      opener.getElement()?.focus();
      opener = null;
    });
  }

  return { clusterMarker, element, keyboard, panes, placeMarker, popup, pressed, ringMarker, waiting };
})();
window.Frontline = Frontline;
