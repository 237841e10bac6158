// The controls of a laboratory screen: native fields, one line that says what goes on, one bar.

function render({ model, el }) {
  const words = model.get("words");
  const root = make("form", { class: "sl-form", "aria-label": words.title });
  const place = make("div", { class: "sl-fields" });
  const status = make("p", { class: "sl-status", role: "status", "aria-live": "polite" });
  const bar = make("progress", { class: "sl-progress", max: 1, "aria-label": words.progress, hidden: true });
  root.append(place, make("div", { class: "sl-state" }, status, bar));
  keepKeys(root);
  el.append(root);

  const fields = model.get("fields").map((spec) => fieldOf(spec, changed));
  place.append(...fields.map((field) => field.root));
  let alive = false;
  let asked = null; // what the kernel is working on
  let next = null; // what was wished for meanwhile; only the latest counts

  function changed(name) {
    const values = { ...model.get("values") };
    for (const field of fields) if (field.read) values[field.name] = field.read();
    if (!alive) {
      say({ text: words.no_kernel, tone: "hint" });
      model.send({ kind: "hello" }); // it may have come back
      return;
    }
    show(values);
    next = { kind: "ask", name, values };
    if (!asked) ask();
  }

  function ask() {
    [asked, next] = [next, null];
    root.setAttribute("aria-busy", "true");
    if (asked) model.send(asked);
  }

  function onMessage(message) {
    if (message?.kind !== "answered") return;
    asked = null;
    root.removeAttribute("aria-busy");
    if (next) ask();
    else draw();
  }

  function say({ text = "", tone = "" }) {
    status.dataset.tone = tone;
    if (status.textContent !== text) status.textContent = text;
  }

  function show(values) {
    for (const field of fields) {
      const when = Object.entries(field.spec.when ?? {});
      field.root.hidden = when.some(([name, wanted]) => !wanted.includes(values[name]));
    }
  }

  function draw() {
    if (next) return; // newer wishes are on their way
    const values = model.get("values");
    for (const field of fields) field.write?.(values[field.name]);
    show(values);
  }

  function drawState() {
    say(model.get("status"));
    const share = model.get("progress");
    bar.hidden = share < 0;
    if (share >= 0) bar.value = share;
  }

  const stop = greetKernel(
    model,
    () => {
      alive = true;
      root.dataset.alive = "true";
      drawState();
    },
    () => say({ text: words.no_kernel, tone: "hint" }),
  );
  root.addEventListener("submit", (event) => event.preventDefault());
  model.on("change:values", draw);
  model.on("change:status", drawState);
  model.on("change:progress", drawState);
  model.on("msg:custom", onMessage);
  draw();
  drawState();

  return () => {
    stop();
    model.off("change:values", draw);
    model.off("change:status", drawState);
    model.off("change:progress", drawState);
    model.off("msg:custom", onMessage);
  };
}

let formFields = 0;
const FEW_CHOSEN = 3;

function fieldOf(spec, changed) {
  const kinds = { choice: choiceOf, select: selectOf, range: rangeOf, checks: checksOf, toggle: toggleOf, button: buttonOf };
  formFields += 1;
  const made = kinds[spec.kind](spec, `sl-field-${Date.now()}-${formFields}`, () => changed(spec.name));
  made.root.dataset.name = spec.name;
  return { name: spec.name, spec, ...made };
}

function hintOf(spec, id) {
  return spec.hint ? [make("span", { class: "sl-quiet", id: `${id}-hint` }, spec.hint)] : [];
}

function choiceOf(spec, id, changed) {
  const inputs = spec.options.map(({ value }) => make("input", { type: "radio", name: id, value }));
  const labels = spec.options.map(({ label }, at) => make("label", {}, inputs[at], make("span", {}, label)));
  for (const input of inputs) input.addEventListener("change", changed);
  return {
    root: make(
      "fieldset",
      { class: `sl-choice${spec.large ? " sl-large" : ""}` },
      make("legend", {}, spec.label),
      make("div", { class: "sl-segments" }, ...labels),
      ...hintOf(spec, id),
    ),
    read: () => inputs.find((input) => input.checked)?.value,
    write: (value) => inputs.forEach((input) => { input.checked = input.value === String(value); }),
  };
}

function selectOf(spec, id, changed) {
  const groups = new Map(); // in the order of their first options
  for (const { value, label, group = "" } of spec.options) {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(make("option", { value }, label));
  }
  const parts = [...groups].flatMap(([label, options]) =>
    label ? [make("optgroup", { label }, ...options)] : options,
  );
  const select = make("select", { id }, ...parts);
  select.addEventListener("change", changed);
  return {
    root: make("div", { class: "sl-pick" }, make("label", { for: id }, spec.label), select),
    read: () => select.value,
    write: (value) => { select.value = String(value); },
  };
}

function rangeOf(spec, id, changed) {
  const { min, max, step, unit = "" } = spec;
  const slider = make("input", { type: "range", id, min, max, step });
  const shown = make("output", { for: id });
  const tell = () => {
    shown.textContent = `${slider.value}${unit}`;
    slider.setAttribute("aria-valuetext", shown.textContent);
  };
  slider.addEventListener("input", tell);
  slider.addEventListener("change", changed);
  return {
    root: make("div", { class: "sl-range" }, make("label", { for: id }, spec.label), slider, shown, ...hintOf(spec, id)),
    read: () => Number(slider.value),
    write: (value) => {
      slider.value = value;
      tell();
    },
  };
}

function checksOf(spec, id, changed) {
  const inputs = [];
  const box = ({ value, label, title }) => {
    const input = make("input", { type: "checkbox", value });
    input.addEventListener("change", changed);
    inputs.push(input);
    return make("label", { title }, input, make("span", {}, label));
  };
  const folds = []; // groups that can be folded away, each with its boxes
  const groups = spec.groups.map(({ label, options }) => {
    const first = inputs.length;
    const boxes = options.map(box);
    const own = inputs.slice(first);
    const folded = spec.folded && label;
    const title = label && !folded ? [make("span", { class: "sl-group" }, label)] : [];
    const group = make("div", { class: "sl-checks", role: "group", "aria-label": label || spec.label }, ...title, ...boxes);
    if (!folded) return group;
    const count = make("span", { class: "sl-count" });
    const fold = make("details", { class: "sl-fold" }, make("summary", {}, label, count), group);
    folds.push({ fold, count, own });
    return fold;
  });
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const tell = () => {
    for (const { fold, count, own } of folds) {
      const some = own.filter((input) => input.checked).length;
      count.textContent = ` ${some}/${own.length}`;
      fold.classList.toggle("sl-some", some > 0);
    }
  };
  const write = (values) => {
    inputs.forEach((input) => { input.checked = values.includes(input.value); });
    tell();
  };
  const presets = (spec.presets ?? []).map(({ label, values }) => {
    const button = make("button", { type: "button", class: "sl-preset", "aria-label": `${spec.label}：${label}` }, label);
    button.addEventListener("click", () => {
      write(values);
      changed();
    });
    return button;
  });
  for (const input of inputs) input.addEventListener("change", tell);
  let opened = false;
  return {
    root: make(
      "fieldset",
      { class: "sl-many" },
      make("legend", {}, spec.label),
      ...(presets.length ? [make("div", { class: "sl-presets" }, ...presets)] : []),
      make("div", { class: folds.length ? "sl-folds" : "" }, ...groups),
      ...hintOf(spec, id),
    ),
    read: chosen,
    write: (values) => {
      write(values);
      if (opened) return;
      opened = true;
      // A few chosen are shown as they are; many would push everything else off the page.
      const few = values.length <= FEW_CHOSEN;
      for (const { fold, own } of folds) fold.open = few && own.some((input) => input.checked);
    },
  };
}

function toggleOf(spec, id, changed) {
  const input = make("input", { type: "checkbox", id });
  input.addEventListener("change", changed);
  return {
    root: make("label", { class: "sl-toggle", for: id }, input, make("span", {}, spec.label)),
    read: () => input.checked,
    write: (value) => { input.checked = value === true; },
  };
}

function buttonOf(spec, id, changed) {
  const button = make("button", { type: "button", class: "sl-go", id }, spec.label);
  button.addEventListener("click", changed);
  return { root: make("div", { class: "sl-press" }, button) };
}

export default { render };
