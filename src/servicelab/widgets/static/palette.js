// The palette of acts: one toolbar a group, one Tab stop each, arrow keys inside.

function paletteOf(groups, words, onToggle) {
  const buttons = new Map();
  const hints = new Map(groups.flatMap((group) => group.acts.map((act) => [act.act, act.hint])));
  const root = make("div", { class: "sl-palette", role: "group", "aria-label": words.acts });
  for (const group of groups) {
    const row = make("div", { class: "sl-palette-acts", role: "toolbar", "aria-label": group.title });
    for (const act of group.acts) {
      const button = make(
        "button",
        {
          type: "button",
          class: "sl-act",
          "data-group": act.group,
          "data-act": act.act,
          "aria-pressed": "false",
          tabindex: row.childElementCount ? -1 : 0,
        },
        act.zh,
      );
      button.addEventListener("click", () => onToggle(act));
      buttons.set(act.act, button);
      row.append(button);
    }
    row.addEventListener("keydown", (event) => moveWithin(row, event));
    root.append(make("section", { "data-group": group.group }, make("h4", {}, group.title), row));
  }
  const press = (chosen) => {
    for (const [act, button] of buttons) button.setAttribute("aria-pressed", String(chosen.has(act)));
  };
  const enable = (open, denied) => {
    for (const [act, button] of buttons) {
      button.disabled = !open || denied.includes(act);
      button.title = denied.includes(act) ? words.denied : hints.get(act);
    }
  };
  return { root, press, enable };
}

function moveWithin(row, event) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const all = [...row.children].filter((button) => !button.disabled);
  const at = all.indexOf(event.target);
  if (at < 0) return;
  let next = at + (steps[event.key] ?? 0);
  if (event.key === "Home") next = 0;
  if (event.key === "End") next = all.length - 1;
  if (next === at) return;
  event.preventDefault();
  const target = all[(next + all.length) % all.length];
  for (const button of row.children) button.tabIndex = button === target ? 0 : -1;
  target.focus();
}
