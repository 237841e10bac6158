// The what-if: choose a turn, say or pick something else, look at what would have come of it.

function render({ model, el }) {
  const words = model.get("words");
  const root = make("div", { class: "sl-chat sl-what-if" });
  const select = make("select", { class: "sl-turn", "aria-label": words.turn });
  const composer = composerOf(model, words, model.get("palette"), send);
  const pick = make("label", { class: "sl-pick" }, make("span", {}, words.turn), select);
  root.append(make("div", { class: "sl-talk" }, pick, composer.root), composer.palette);
  keepKeys(root);
  el.append(root);

  function drawTurns() {
    const turns = model.get("turns");
    select.replaceChildren(
      ...turns.map((turn, at) => make("option", { value: at }, turn.label)),
    );
    composer.enable(turns.length > 0);
    choose();
  }

  function choose() {
    const turn = model.get("turns")[Number(select.value)];
    composer.start(turn ? turn.chips : []);
  }

  function send(reply) {
    composer.say(null);
    composer.enable(true, true);
    model.send({ kind: "send", ...reply, turn: Number(select.value) + 1 });
  }

  function onMessage(message) {
    if (message.kind === "preview") composer.heard(message);
    if (message.kind !== "sent") return;
    composer.enable(true);
    if (message.unclear) composer.unclear();
    else composer.say(message.notice, message.ok ? "hint" : "error");
    if (message.ok && !message.notice) requestAnimationFrame(toResult);
  }

  function toResult() {
    const heading = root.closest(".sl-debrief")?.querySelector(".sl-result h4");
    if (heading) goTo(heading);
  }

  select.addEventListener("change", choose);
  model.on("change:turns", drawTurns);
  model.on("msg:custom", onMessage);
  drawTurns();

  return () => {
    model.off("change:turns", drawTurns);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
