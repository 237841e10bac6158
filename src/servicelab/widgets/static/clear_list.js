// The five steps of CLEAR: moved up and down by buttons, switched off by a tick, never dragged.

function render({ model, el }) {
  const words = model.get("words");
  const list = make("ol", { class: "sl-steps", "aria-label": words.title });
  const status = make("p", { class: "sl-status", role: "status", "aria-live": "polite" });
  const restore = press(words.original, () => set([...words.order], []));
  const reverse = press(words.reverse, () => set([...state.order].reverse(), state.off));
  const root = make(
    "div",
    { class: "sl-steplist", role: "group", "aria-label": words.title },
    make("p", { class: "sl-quiet" }, words.hint),
    list,
    make("div", { class: "sl-steps-all" }, restore, reverse),
    status,
  );
  keepKeys(root);
  el.append(root);

  let state = { ...model.get("state") };
  let alive = false;
  const tell = debounce(200, () => {
    model.set("state", state);
    model.save_changes();
  });

  function press(label, work, name) {
    const button = make("button", { type: "button", class: "sl-step-button", "aria-label": name }, label);
    button.addEventListener("click", work);
    return button;
  }

  function set(order, off) {
    if (!alive) {
      say(words.no_kernel, "hint");
      model.send({ kind: "hello" });
      draw();
      return;
    }
    state = { order, off };
    draw();
    say("");
    tell();
  }

  function say(text, tone = "") {
    status.dataset.tone = tone;
    status.textContent = text;
  }

  function move(name, by) {
    const order = [...state.order];
    const at = order.indexOf(name);
    [order[at], order[at + by]] = [order[at + by], order[at]];
    set(order, state.off);
    if (!alive) return;
    say(fill(words.moved, { name: words.steps[name].zh, place: at + by + 1 }));
    // The focus stays with the step; at an end its button is dead, so the other one takes it.
    const row = list.querySelector(`[data-step="${name}"]`);
    const wanted = row.querySelector(by < 0 ? ".sl-up" : ".sl-down");
    (wanted.disabled ? row.querySelector(by < 0 ? ".sl-down" : ".sl-up") : wanted).focus();
  }

  function flip(name) {
    const off = state.off.includes(name) ? state.off.filter((one) => one !== name) : [...state.off, name];
    set(state.order, off);
    list.querySelector(`[data-step="${name}"] input`).focus();
  }

  function row(name, at) {
    const { zh, does } = words.steps[name];
    const gone = state.off.includes(name);
    const box = make("input", { type: "checkbox" });
    box.checked = !gone;
    box.disabled = !gone && state.off.length === state.order.length - 1; // one has to stay
    box.addEventListener("change", () => flip(name));
    const up = press(words.up, () => move(name, -1), fill(words.up_of, { name: zh }));
    const down = press(words.down, () => move(name, 1), fill(words.down_of, { name: zh }));
    up.classList.add("sl-up");
    down.classList.add("sl-down");
    up.disabled = at === 0;
    down.disabled = at === state.order.length - 1;
    return make(
      "li",
      { "data-step": name, class: gone ? "sl-gone" : "" },
      make("span", { class: "sl-place", "aria-hidden": "true" }, String(at + 1)),
      make("label", {}, box, make("b", {}, zh), make("span", { class: "sl-quiet" }, gone ? words.off : does)),
      make("span", { class: "sl-moves" }, up, down),
    );
  }

  function draw() {
    list.replaceChildren(...state.order.map(row));
  }

  function take() {
    const told = model.get("state");
    if (JSON.stringify(told) === JSON.stringify(state)) return; // our own: redrawing loses the focus
    state = { ...told };
    draw();
  }

  const stop = greetKernel(
    model,
    () => {
      alive = true;
      root.dataset.alive = "true";
      say("");
    },
    () => say(words.no_kernel, "hint"),
  );
  model.on("change:state", take);
  draw();

  return () => {
    stop();
    tell.cancel();
    model.off("change:state", take);
  };
}

export default { render };
