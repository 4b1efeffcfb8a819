// Trying a text or files of polygons: what comes back is shown at once, and stored only when one says so.
const words = JSON.parse(document.getElementById("page-words").textContent);
const lang = document.documentElement.lang;
const $ = (selector, root = document) => root.querySelector(selector);

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// What the server's own template wrote, which escapes what it prints; scripts in a parsed document never run.
function parsed(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  return [...made.body.childNodes].map((node) => document.adoptNode(node));
}

async function reason(response) {
  if (!response) return words.failed;
  return (await response.json().catch(() => ({}))).detail ?? words.failed;
}

const outcome = $(".outcome");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const wait = (text) => outcome.replaceChildren(element("p", "wait", text));
const trouble = (text) => outcome.replaceChildren(element("p", "trouble", text));

for (const drop of document.querySelectorAll(".drop")) {
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const field = $('input[type="file"]', drop.closest("form"));
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// --- a text

const check = $("[data-try]");
const keep = $("[data-keep]");

async function posted(form) {
  const given = new FormData(form);
  const file = given.get("file");
  const body = file?.size ? await file.arrayBuffer() : new TextEncoder().encode(given.get("text"));
  const query = new URLSearchParams();
  for (const name of ["published", "title", "url"]) if (given.get(name)) query.set(name, given.get(name));
  return { body, query, blank: !file?.size && !given.get("text").trim(), file: Boolean(file?.size), text: given.get("text") };
}

// The command that stores the same text says the day that was given here.
function tellCommand() {
  const command = $("[data-command]");
  const day = $('[name="published"]', check).value;
  if (command) command.textContent = command.dataset.command + (day ? ` --published ${day}` : "");
}

check?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { body, query, blank, file } = await posted(check);
  if (blank) return trouble(words.nothing);
  wait(words.checking);
  keep.hidden = true;
  const response = await fetch(`${check.dataset.try}?${query}`, {
    method: "POST", body, headers: { "Content-Type": "application/octet-stream", Accept: "text/html" },
  }).catch(() => null);
  if (!response?.ok) return trouble(await reason(response));
  outcome.replaceChildren(...parsed(await response.text()));
  keep.hidden = file; // a file is stored by the command line, which reads it as it is
  tellCommand();
  if (outcome.getBoundingClientRect().top > innerHeight / 2) outcome.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
});

keep?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { query, text } = await posted(check);
  const said = element("p", "note");
  said.setAttribute("role", "status");
  const response = await fetch(keep.dataset.keep, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${new FormData(keep).get("token")}` },
    body: JSON.stringify({ text, ...Object.fromEntries(query) }),
  }).catch(() => null);
  $(".note[role]", keep)?.remove();
  keep.append(said);
  if (!response?.ok) return (said.textContent = await reason(response));
  const link = element("a", "", words.open);
  link.href = `/documents/${(await response.json()).id}`;
  said.append(words.stored, " ", link);
});

// --- files of polygons

const imports = $("[data-import]");
const storeIt = $(".store-it");

async function send(dryRun) {
  const given = new FormData(imports);
  const told = { stored: [], refused: [] };
  for (const file of given.getAll("files")) {
    const query = new URLSearchParams({ source: given.get("source"), name: file.name, dry_run: dryRun });
    for (const name of ["on", "status"]) if (given.get(name)) query.set(name, given.get(name));
    const response = await fetch(`${imports.dataset.import}?${query}`, {
      method: "POST", body: file, headers: { "Content-Type": "application/octet-stream", Authorization: `Bearer ${given.get("token")}` },
    }).catch(() => null);
    if (!response?.ok) {
      if (response?.status === 401) throw new Error(await reason(response));
      told.refused.push({ file: file.name, reason: await reason(response) });
      continue;
    }
    const report = await response.json();
    told.stored.push(...report.stored);
    told.refused.push(...report.refused);
  }
  return told;
}

const km2 = (value) => `${value.toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).replace("-", "−")}\u00a0${words.unit}`;

const day = (iso) => new Date(`${iso}T00:00Z`).toLocaleDateString(lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

// A cell is a text or a list of texts, a line each.
function table(head, rows, label) {
  const box = element("div", "scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  const made = element("table", "ledger report");
  const top = made.createTHead().insertRow();
  for (const text of head) {
    const cell = element("th", "", text);
    cell.scope = "col";
    top.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((texts, index) => {
      const cell = line.insertCell();
      cell.dataset.label = head[index];
      cell.dir = "auto";
      for (const text of [texts].flat()) cell.append(element("div", "", text));
    });
  }
  box.append(made);
  return box;
}

const kept = (row) => (row.layers ?? []).map((layer) => {
  const mended = layer.area_before_mending_km2 - layer.area_km2;
  const told = `${words.statuses?.[layer.status] ?? layer.status}: ${km2(layer.area_km2)} (${layer.features})`;
  return mended > 0.05 ? `${told}, ${words.mended.replace("{area}", km2(mended))}` : told;
});

const dropped = (row) => (row.dropped ?? []).map(({ reason: why, features, area_km2: area }) => `${why} (${features})${area ? `, ${km2(area)}` : ""}`);

const since = (row) => (row.since ? [
  words.since.replace("{day}", day(row.since.on)),
  ...Object.entries(row.since.moved).map(([status, moved]) => `${words.statuses?.[status] ?? status}: +${km2(moved.gained_km2)}, ${km2(-moved.lost_km2)}`),
] : "–");

function report(told, dryRun) {
  const parts = [];
  if (told.stored.length) {
    const title = dryRun ? words.would_store : words.was_stored;
    const rows = told.stored.map((row) => {
      const cut = dropped(row);
      return [day(row.on), [row.file, row.outcome], kept(row), cut.length ? cut : words.nothing_dropped, since(row), [...(row.warnings ?? []), ...(row.notes ?? [])]];
    });
    parts.push(element("h2", "", title), table([words.day, words.file, words.kept, words.dropped, words.moved, words.notes], rows, title));
  }
  if (told.refused.length) {
    parts.push(element("h2", "", words.refused));
    parts.push(table([words.file, words.reason], told.refused.map((row) => [row.file, row.reason]), words.refused));
  }
  outcome.replaceChildren(...parts);
}

async function run(dryRun) {
  wait(words.importing);
  storeIt.hidden = true;
  try {
    const told = await send(dryRun);
    report(told, dryRun);
    storeIt.hidden = !dryRun || told.stored.length === 0;
  } catch (error) {
    trouble(error.message);
  }
}

imports?.addEventListener("submit", (event) => { event.preventDefault(); run(true); });
storeIt?.addEventListener("click", () => run(false));
