// Building the page. Text goes in as text nodes only, so nothing that people type becomes markup.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function debounce(milliseconds, work) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

// JupyterLab listens for keys at the document: "dd" beside a cell would delete it, Ctrl+Enter run
// it. Other keys with Ctrl go through, so that Ctrl+S still saves.
function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || !(event.ctrlKey || event.metaKey)) event.stopPropagation();
  });
}

// A saved notebook shows the widget without a kernel. Only a living kernel answers a greeting.
function greetKernel(model, onAnswer, onSilence) {
  let waiting = setTimeout(() => onSilence(), 2500);
  const listen = (message) => {
    if (message?.kind !== "alive") return;
    clearTimeout(waiting);
    onAnswer();
  };
  model.on("msg:custom", listen);
  model.send({ kind: "hello" });
  return () => {
    clearTimeout(waiting);
    model.off("msg:custom", listen);
  };
}

// Brings a heading to the top and puts the focus on it, so that reading goes on there.
function goTo(heading) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  heading.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  heading.focus({ preventScroll: true });
}
