// The box for a reply: acts are heard while one types, can be corrected, and go out with Enter.

const PAUSE = 160; // milliseconds without a key before the words are looked at

function composerOf(model, words, groups, send) {
  const state = { heard: [], added: new Map(), removed: new Set(), asked: 0, sure: false, given: false };
  const box = make("textarea", {
    class: "sl-box",
    rows: 2,
    placeholder: words.placeholder,
    "aria-label": words.box,
    autocomplete: "off",
    spellcheck: "false",
  });
  const button = make("button", { type: "submit", class: "sl-send" }, words.send);
  const chips = make("div", { class: "sl-heard", "aria-live": "polite" });
  const notice = make("p", { class: "sl-notice", role: "status", hidden: true });
  const form = make("form", { class: "sl-composer" }, box, button, chips, notice);
  const palette = paletteOf(groups, words, toggle);

  function chosen() {
    const acts = new Map();
    for (const act of state.heard) if (!state.removed.has(act.act)) acts.set(act.act, act);
    for (const act of state.added.values()) if (!acts.has(act.act)) acts.set(act.act, act);
    return acts;
  }

  function toggle(act) {
    if (chosen().has(act.act)) {
      if (state.heard.some((one) => one.act === act.act)) state.removed.add(act.act);
      state.added.delete(act.act);
    } else {
      state.removed.delete(act.act);
      state.added.set(act.act, { ...act, words: null });
    }
    state.sure = false;
    draw();
    box.focus({ preventScroll: true });
  }

  function draw() {
    const acts = chosen();
    palette.press(acts);
    const typed = box.value.trim() !== "";
    chips.replaceChildren(make("span", { class: "sl-heard-label" }, label(acts.size, typed)));
    for (const act of acts.values()) chips.append(chipOf(act));
  }

  function label(count, typed) {
    if (box.value.length > words.limit) return fill(words.heard_long, { limit: words.limit });
    if (count) return typed ? words.heard : words.heard_acts_only;
    return typed ? words.heard_none : words.heard_empty;
  }

  function chipOf(act) {
    const away = make(
      "button",
      { type: "button", class: "sl-chip-away", "aria-label": fill(words.remove, { act: act.zh }) },
      "×",
    );
    away.addEventListener("click", () => toggle(act));
    const why = act.words == null ? words.added : act.words && `“${act.words}”`;
    return make(
      "span",
      { class: "sl-chip", "data-group": act.group, "data-act": act.act },
      make("b", {}, act.zh),
      ...(why ? [make("span", { class: "sl-chip-why" }, why)] : []),
      away,
    );
  }

  const look = debounce(PAUSE, () => {
    state.asked += 1;
    model.send({ kind: "preview", number: state.asked, text: box.value });
  });

  function heard(message) {
    if (message.number !== state.asked) return; // an older text
    state.heard = message.found;
    draw();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 4, 160)}px`;
  }

  function clear() {
    look.cancel();
    box.value = "";
    state.asked += 1; // what is still on its way belongs to the old text
    Object.assign(state, { heard: [], added: new Map(), removed: new Set(), sure: false, given: false });
    say(null);
    grow();
    draw();
  }

  function say(text, tone = "hint") {
    notice.hidden = !text;
    notice.dataset.tone = tone;
    notice.textContent = text ?? "";
  }

  function unsay(text) {
    if (notice.textContent === text) say(null);
  }

  function enable(open, waiting = false) {
    // While the customer listens the box stays in focus; it is only read-only.
    box.disabled = !open;
    box.readOnly = waiting;
    button.disabled = !open || waiting;
    palette.enable(open, model.get("denied"));
  }

  box.addEventListener("input", () => {
    if (state.given) state.added.clear(); // new words take the place of the acts given
    state.given = false;
    state.sure = false;
    say(null);
    grow();
    if (!box.value.trim()) {
      state.heard = [];
      state.removed.clear();
    }
    draw();
    look();
  });
  box.addEventListener("keydown", (event) => {
    // While Chinese input is composing, Enter takes the candidate (229 where isComposing fails).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (box.readOnly || box.disabled) return;
    send({
      text: box.value,
      added: [...state.added.keys()],
      removed: [...state.removed],
      sure: state.sure,
    });
  });

  function unclear() {
    state.sure = true; // a second Enter sends it as it is
    say(words.unclear);
  }

  function start(acts) {
    clear();
    for (const act of acts) state.added.set(act.act, { ...act, words: "" });
    state.given = acts.length > 0;
    draw();
  }

  draw();
  const focus = () => box.focus({ preventScroll: true });
  return { root: form, palette: palette.root, heard, clear, start, say, unsay, unclear, enable, focus };
}
