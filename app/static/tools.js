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
  outcome.scrollIntoView({ block: "start", behavior: "smooth" });
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

function table(head, rows, label) {
  const box = element("div", "scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  const made = element("table", "ledger");
  const top = made.createTHead().insertRow();
  for (const text of head) {
    const cell = element("th", "", text);
    cell.scope = "col";
    top.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, index) => {
      const cell = line.insertCell();
      cell.textContent = text;
      cell.dataset.label = head[index];
      cell.dir = "auto";
    });
  }
  box.append(made);
  return box;
}

const km2 = (value) => `${value.toLocaleString(lang, { maximumFractionDigits: 1 })} ${words.unit}`;

function report(told, dryRun) {
  const parts = [];
  if (told.stored.length) {
    parts.push(element("h2", "", dryRun ? words.would_store : words.was_stored));
    const rows = told.stored.map((row) => [
      row.on,
      row.file,
      Object.entries(row.statuses ?? {}).map(([status, area]) => `${status} ${km2(area)}`).join(", "),
      (row.dropped ?? []).map((item) => item.join(": ")).join("; ") || words.nothing_dropped,
      [row.outcome, ...(row.notes ?? [])].filter(Boolean).join("; "),
    ]);
    parts.push(table([words.day, words.file, words.status, words.dropped, words.outcome], rows, words.would_store));
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
