// The map that stands in one file with all its data.
"use strict";

(() => {
  const LABELS_FROM_ZOOM = 8;
  let words = {};

  function polygons(source, options) {
    return L.geoJSON(source, { ...options, interactive: false, smoothFactor: 0.8 });
  }

  function plural(number) {
    return (number === 1 ? words.mentions.one : words.mentions.many).replace("{n}", number);
  }

  function marker([lat, lon, place]) {
    const made = Frontline.placeMarker({ lat, lon, ...place }, plural(place.count));
    made.place = place;
    made.bindPopup(() => Frontline.popup(place, null, words, {}), { maxWidth: 320, minWidth: 220, autoPanPadding: [24, 24] });
    return made;
  }

  function clusterIcon(group) {
    const count = group.getAllChildMarkers().reduce((sum, child) => sum + child.place.count, 0);
    const size = count < 10 ? 30 : count < 100 ? 36 : 42;
    return L.divIcon({ className: "fl-cluster", html: Frontline.element("span", "", String(count)), iconSize: [size, size] });
  }

  function cluster(rows, options, texts) {
    words = texts;
    const group = L.markerClusterGroup({ ...options, iconCreateFunction: clusterIcon });
    group.addLayers(rows.map(marker));
    return group;
  }

  function start(map, options) {
    const labels = () => { map.getContainer().dataset.zoom = map.getZoom() >= LABELS_FROM_ZOOM ? "near" : "far"; };
    map.on("zoomend", labels);
    // A cluster is a button for the keyboard; a screen reader needs its name.
    map.on("zoomend moveend layeradd", () => {
      for (const node of document.querySelectorAll(".fl-cluster")) node.setAttribute("aria-label", `${plural(+node.textContent)}. ${options.words.zoom_in}`);
    });
    words = options.words;
    for (const line of options.attributions) map.attributionControl.addAttribution(line);
    map.fitBounds(options.bounds, { padding: [24, 24], maxZoom: 11, animate: false });
    labels();
    Frontline.keyboard(map);
    map.on("popupopen", (event) => event.popup.getElement().querySelector(".fl-popup")?.focus({ preventScroll: true }));
    Frontline.map = map;
    if (window.matchMedia("(max-width: 640px)").matches) {
      for (const legend of document.querySelectorAll(".fl-legend")) legend.open = false;
    }
  }

  Object.assign(Frontline, { cluster, polygons, start });
})();
