// Findings and documents beside the map: they come after it, a part at a time.
import { choose } from "./dates.js";
import { $, element, map, narrow, parsed, words } from "./shared.js";

const TYPING_MS = 250;
const lists = $(".lists");
const tabs = [...document.querySelectorAll('[role="tab"]')];
let shown = null; // the snapshots on the map

async function part(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(response.status);
  return parsed(await response.text());
}

async function loadPart(list, address = list.dataset.part) {
  try {
    list.replaceChildren(...(await part(address)));
    list.dataset.loaded = "1";
    mark();
  } catch {
    const again = element("button", "quiet", words.again);
    again.type = "button";
    again.addEventListener("click", () => loadPart(list, address));
    const told = element("p", "trouble", words.failed);
    told.append(again);
    list.replaceChildren(told);
  }
}

// Findings about the span that the map shows stand out.
function mark() {
  for (const link of document.querySelectorAll("#list-findings [data-from]")) {
    const same = shown && link.dataset.source === map.state.source && link.dataset.from === shown.from && link.dataset.to === shown.to;
    link.closest("li").classList.toggle("on-map", Boolean(same));
    if (same) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function openTab(tab, { focus = false } = {}) {
  for (const each of tabs) {
    const on = each === tab;
    each.setAttribute("aria-selected", String(on));
    each.tabIndex = on ? 0 : -1;
    const list = document.getElementById(each.getAttribute("aria-controls"));
    list.hidden = !on;
    if (on && !list.dataset.loaded) loadPart(list);
  }
  if (focus) tab.focus();
}

async function pressed(event) {
  const more = event.target.closest("[data-more]");
  if (more) {
    more.disabled = true;
    const nodes = await part(more.dataset.more).catch(() => null);
    more.disabled = false;
    if (!nodes) return;
    const list = nodes.findIndex((node) => node.nodeName === "UL");
    more.replaceWith(...nodes.slice(Math.max(0, list)));
    mark();
    return;
  }
  // A finding's period opens on this map, without another page.
  const period = event.target.closest("[data-from]");
  if (period && period.dataset.source === map.state.source && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    choose(period.dataset.from, period.dataset.to);
    if (narrow.matches) $(".stage").scrollIntoView({ behavior: "smooth" });
  }
}

let typing = null;
function typed({ target }) {
  const form = target.closest("[data-filter]");
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const list = form.closest(".list");
    await loadPart(list, `${form.dataset.filter}?${new URLSearchParams({ q: target.value })}`);
    const field = $('[name="q"]', list);
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, TYPING_MS);
}

export function startLists() {
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => openTab(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (by) openTab(tabs[(index + by + tabs.length) % tabs.length], { focus: true });
    });
  }
  map.addEventListener("scene", ({ detail }) => {
    shown = detail.snapshots;
    mark();
  });
  lists.addEventListener("click", pressed);
  lists.addEventListener("input", typed);
  lists.addEventListener("submit", (event) => event.preventDefault());
  if (!document.body.classList.contains("embed")) map.ready.then(() => openTab(tabs[0]));
}
