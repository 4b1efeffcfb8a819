// Markers, popups and the start of the map. Every text goes into a text node; nothing is built from HTML strings.
"use strict";

const Frontline = (() => {
  const markers = new Map(); // mention id -> { marker, cluster }
  const LABELS_FROM_ZOOM = 7;

  const pending = new Set(); // requests for polygons that are under way
  let failed = false;

  // Polygons arrive in any order; panes keep the order in which they are drawn.
  function panes(map) {
    ["country", "regions", "after", "before", "change"].forEach((name, index) => {
      const pane = map.createPane(`fl-${name}`);
      pane.style.zIndex = 300 + 10 * index;
      pane.style.pointerEvents = "none";
    });
  }

  function polygons(source, options) {
    const layer = L.geoJSON(null, { ...options, interactive: false, smoothFactor: 0.8 });
    if (typeof source !== "string") return layer.addData(source);
    const request = fetch(source)
      .then((response) => {
        if (!response.ok) throw new Error(response.statusText);
        return response.json();
      })
      .then((data) => layer.addData(data), () => { failed = true; })
      .finally(() => {
        pending.delete(request);
        notice();
      });
    pending.add(request);
    return layer;
  }

  function notice() {
    const box = document.querySelector(".fl-notice");
    if (!box) return;
    box.hidden = pending.size === 0 && !failed;
    box.textContent = pending.size ? "Loading polygons…" : failed ? "Some polygons could not be loaded; reload the page." : "";
  }

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  }

  function sentence(item, focus) {
    const entry = element("li", item.id === focus ? "fl-focus" : "");
    entry.dataset.mention = item.id;
    const quote = element("blockquote");
    quote.dir = "auto";
    quote.append(item.before, element("mark", "", item.surface), item.after);
    entry.append(quote);
    if (item.status) entry.append(element("p", "fl-status", item.status));
    const source = element("p", "fl-from", item.source);
    source.dir = "auto";
    if (item.source) entry.append(source);
    if (item.href) {
      const link = element("a", "fl-read", "Read the sentence");
      link.href = item.href;
      entry.append(link);
    }
    return entry;
  }

  function popup(place, focus) {
    const box = element("section", "fl-popup");
    box.tabIndex = -1;
    const name = element("h2", "", place.name);
    name.dir = "auto";
    box.append(name);
    if (place.where) box.append(element("p", "fl-where", place.where));
    const list = element("ul");
    const items = [...place.sentences].sort((a, b) => (b.id === focus) - (a.id === focus));
    list.append(...items.map((item) => sentence(item, focus)));
    box.append(list);
    const more = place.count - place.sentences.length;
    if (more > 0) box.append(element("p", "fl-more", `and ${more} more`));
    return box;
  }

  function marker([lat, lon, place]) {
    const content = element("span", place.held === null ? "fl-dot fl-wide" : place.held ? "fl-dot fl-inside" : "fl-dot fl-outside");
    const label = element("span", "fl-label", place.name);
    label.dir = "auto";
    const icon = L.divIcon({ className: "fl-marker", html: wrap(content, label), iconSize: [24, 24] });
    const title = `${place.name}: ${place.count} ${place.count === 1 ? "mention" : "mentions"}`;
    const made = L.marker([lat, lon], { icon, title, keyboard: true });
    made.place = place;
    // The label may be hidden at this zoom; a screen reader gets the whole name always.
    made.on("add", () => made.getElement()?.setAttribute("aria-label", title));
    made.bindPopup(() => popup(place, made.focus), { maxWidth: 320, minWidth: 220, autoPanPadding: [24, 24] });
    return made;
  }

  function wrap(...nodes) {
    const box = element("span");
    box.append(...nodes);
    return box;
  }

  function clusterIcon(group) {
    const count = group.getAllChildMarkers().reduce((sum, child) => sum + child.place.count, 0);
    const size = count < 10 ? 30 : count < 100 ? 36 : 42;
    const icon = L.divIcon({ className: "fl-cluster", html: element("span", "", String(count)), iconSize: [size, size] });
    return icon;
  }

  function cluster(rows, options) {
    const group = L.markerClusterGroup({ ...options, iconCreateFunction: clusterIcon });
    const made = rows.map(marker);
    for (const one of made) {
      for (const item of one.place.sentences) markers.set(item.id, { marker: one, cluster: group });
    }
    group.addLayers(made);
    group.on("animationend", () => nameClusters(group));
    return group;
  }

  // A cluster is a button for the keyboard; a screen reader needs its name.
  function nameClusters(group) {
    for (const node of document.querySelectorAll(".fl-cluster")) {
      node.setAttribute("aria-label", `${node.textContent} mentions, zoom in`);
    }
  }

  // Rings around the places that were searched for; the chosen one is the map's centre.
  function ring(map, [lat, lon, name, chosen]) {
    const label = element("span", "fl-label", name);
    label.dir = "auto";
    const icon = L.divIcon({ className: "fl-ring", html: wrap(element("span", chosen ? "fl-halo fl-chosen" : "fl-halo"), label), iconSize: [30, 30] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: chosen ? 500 : 0 }).addTo(map);
    if (chosen) map.setView([lat, lon], 10, { animate: false });
  }

  // Mark the markers of these mentions, or the clusters that hold them.
  function light(mentions) {
    for (const node of document.querySelectorAll(".fl-lit")) node.classList.remove("fl-lit");
    for (const mention of mentions) {
      const found = markers.get(mention);
      found?.cluster.getVisibleParent(found.marker)?.getElement()?.classList.add("fl-lit");
    }
  }

  function open(map, mention) {
    const found = markers.get(mention);
    if (!found) return false;
    if (!map.hasLayer(found.cluster)) found.cluster.addTo(map);
    found.marker.focus = mention;
    map.setView(found.marker.getLatLng(), Math.max(map.getZoom(), 10), { animate: false });
    found.cluster.zoomToShowLayer(found.marker, () => found.marker.openPopup());
    return true;
  }

  function start(map, clusters, options) {
    const labels = () => map.getContainer().classList.toggle("fl-labels", map.getZoom() >= LABELS_FROM_ZOOM);
    map.on("zoomend", labels);
    map.on("zoomend moveend layeradd", () => nameClusters());
    for (const line of options.attributions) map.attributionControl.addAttribution(line);
    map.fitBounds(options.bounds, { padding: [24, 24], maxZoom: 11, animate: false });
    for (const place of options.found) ring(map, place);
    labels();
    notice();
    nameClusters();
    if (options.focus) open(map, options.focus);
    Frontline.map = map;
    if (window.matchMedia("(max-width: 640px)").matches) {
      for (const legend of document.querySelectorAll(".fl-legend")) legend.open = false;
    }
    // By keyboard, a popup takes the focus and Escape gives it back to its marker.
    let opener = null;
    map.on("popupopen", (event) => {
      opener = event.popup._source;
      event.popup.getElement().querySelector(".fl-popup")?.focus({ preventScroll: true });
    });
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !opener) return;
      map.closePopup();
      opener.getElement()?.focus();
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-show-mention]");
      if (link && open(map, link.dataset.showMention)) event.preventDefault();
    });
  }

  return { cluster, light, marker, open, panes, pending, polygons, start };
})();
window.Frontline = Frontline;
