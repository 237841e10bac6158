// The live chat: bubbles, gauges, the box and the palette.

const SILENCE = 30000; // milliseconds after which the kernel is taken to be gone

function render({ model, el }) {
  const words = model.get("words");
  const root = make("div", { class: "sl-chat" });
  const log = make("div", {
    class: "sl-log",
    role: "log",
    "aria-live": "polite",
    "aria-label": words.log,
    tabindex: 0,
  });
  const list = make("ol", { class: "sl-lines" });
  const waiting = make("p", { class: "sl-waiting", "aria-hidden": "true", hidden: true }, words.waiting);
  const over = make("p", { class: "sl-over", hidden: true });
  log.append(list, waiting, over);
  const gauges = gaugesOf(model.get("gauge_words"));
  const composer = composerOf(model, words, model.get("palette"), send);
  const main = make("div", { class: "sl-talk" }, log, composer.root);
  root.append(main, gauges.root, composer.palette);
  keepKeys(root);
  el.append(root);

  let drawn = { talk: null, count: 0 };
  let alive = false;
  let silence;

  function drawLines() {
    const lines = model.get("lines");
    const talk = model.get("talk");
    const isNew = talk !== drawn.talk || lines.length < drawn.count;
    if (isNew) {
      list.replaceChildren();
      drawn = { talk, count: 0 };
    }
    for (const line of lines.slice(drawn.count)) list.append(bubbleOf(line, words));
    drawn.count = lines.length;
    if (isNew) composer.clear();
    toNewest();
  }

  function drawState() {
    const running = model.get("running");
    over.hidden = running;
    if (!running) {
      composer.clear();
      const jump = make("button", { type: "button", class: "sl-jump" }, words.to_debrief);
      jump.addEventListener("click", () => toDebrief(root));
      over.replaceChildren(make("span", {}, words.over), jump);
    }
    composer.enable(running);
    toNewest();
  }

  function send(reply) {
    if (!alive) {
      composer.say(words.no_kernel);
      model.send({ kind: "hello" }); // it may have come back
      return;
    }
    silence = setTimeout(() => answered({ ok: false, notice: words.no_answer }), SILENCE);
    composer.say(null);
    composer.enable(true, true);
    waiting.hidden = false;
    toNewest();
    model.send({ kind: "send", ...reply });
  }

  function answered(message) {
    clearTimeout(silence);
    waiting.hidden = true;
    const running = model.get("running");
    composer.enable(running);
    if (message.ok) composer.clear();
    else if (message.unclear) composer.unclear();
    else composer.say(message.notice, "error");
    toNewest();
    if (running) composer.focus();
    else over.querySelector("button")?.focus({ preventScroll: true });
  }

  function toNewest() {
    log.scrollTop = log.scrollHeight;
  }

  function onMessage(message) {
    if (message.kind === "preview") composer.heard(message);
    if (message.kind === "sent") answered(message);
    if (message.kind === "notice") composer.say(message.text, message.tone);
    if (message.kind === "focus") composer.focus();
  }

  const drawGauges = () => gauges.draw(model.get("gauges"));
  const stopGreeting = greetKernel(
    model,
    () => {
      alive = true;
      root.dataset.alive = "true";
      composer.unsay(words.no_kernel);
    },
    () => composer.say(words.no_kernel),
  );
  // JupyterLab takes cells out of the page that are scrolled away; back in, they start at the top.
  const watcher = new ResizeObserver(toNewest);
  watcher.observe(log);
  model.on("change:lines", drawLines);
  model.on("change:running", drawState);
  model.on("change:gauges", drawGauges);
  model.on("msg:custom", onMessage);
  drawLines();
  drawState();
  drawGauges();

  return () => {
    clearTimeout(silence);
    stopGreeting();
    watcher.disconnect();
    model.off("change:lines", drawLines);
    model.off("change:running", drawState);
    model.off("change:gauges", drawGauges);
    model.off("msg:custom", onMessage);
  };
}

function toDebrief(root) {
  const heading = root.closest(".sl-room")?.querySelector(".sl-debrief h3");
  if (heading) goTo(heading);
}

function bubbleOf(line, words) {
  const mine = line.who === "agent";
  const text = make("p", { class: "sl-bubble" });
  for (const part of line.parts) {
    text.append(part.act ? make("mark", { "data-group": part.group }, part.text) : part.text);
  }
  const item = make(
    "li",
    { class: "sl-line", "data-who": line.who },
    make("span", { class: "sl-who" }, mine ? words.agent : words.customer),
    text,
  );
  if (mine) item.append(chipsOf(line, words));
  if (line.feedback) item.append(make("p", { class: "sl-feedback" }, line.feedback));
  return item;
}

function chipsOf(line, words) {
  const row = make("p", { class: "sl-chips" });
  for (const act of line.chips) {
    row.append(make("span", { class: "sl-chip", "data-group": act.group }, make("b", {}, act.zh)), " ");
  }
  if (!line.chips.length) row.append(make("span", { class: "sl-quiet" }, words.no_acts));
  if (line.corrected) row.append(make("span", { class: "sl-quiet" }, words.corrected));
  return row;
}

export default { render };
