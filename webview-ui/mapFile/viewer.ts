/** The program of a map's page of its own: draws points and words, zooms, finds words. It asks nobody for anything. */
import { LabelSpace } from "../../src/drawing/labels.ts";
import type { MapPage } from "../../src/drawing/mapPage.ts";

const FONT = "12px system-ui, sans-serif";
const LABEL_HEIGHT = 15;
const MOST_LABELS = 220;
/** Words that look for a place in each picture. */
const MOST_TRIED = 4000;
const MOST_FOUND = 20;
const REACH = 14;
const [LEAST_ZOOM, MOST_ZOOM] = [0.5, 200];
const ZOOM_STEP = 1.4;
const [WIDE, PANEL_WIDTH] = [900, 310];
const MARK = { light: "#a85200", dark: "#ffb454" };

const map = JSON.parse(document.getElementById("map")?.textContent ?? "") as MapPage;
const darkness = matchMedia("(prefers-color-scheme: dark)");
const canvas = document.createElement("canvas");
const hover = document.createElement("div");
const status = document.createElement("p");
const found = document.createElement("ul");
/** What of the map is shown: its middle and pixels for each of its units. */
const view = { x: map.width / 2, y: map.height / 2, zoom: 1 };
let marked = -1;
let drawing = 0;

const side = () => (darkness.matches ? "dark" : "light");
const screenX = (row: number) => (map.places[2 * row]! - view.x) * view.zoom + innerWidth / 2;
const screenY = (row: number) => (map.places[2 * row + 1]! - view.y) * view.zoom + innerHeight / 2;

/** On a wide window the map stands beside the panel, not under it. */
function showWhole(): void {
  const beside = innerWidth >= WIDE ? PANEL_WIDTH : 0;
  view.zoom = Math.min((innerWidth - beside) / map.width, innerHeight / map.height);
  view.x = map.width / 2 - beside / 2 / view.zoom;
  view.y = map.height / 2;
}

/** Draws in the next frame, however often it is asked. */
function redraw(): void {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

function draw(): void {
  const scale = devicePixelRatio;
  canvas.width = Math.round(innerWidth * scale);
  canvas.height = Math.round(innerHeight * scale);
  const context = canvas.getContext("2d");
  if (!context) return;
  const paper = map.paper[side()];
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = paper.paper;
  context.fillRect(0, 0, innerWidth, innerHeight);
  const growth = Math.min(2.5, Math.max(0.6, Math.sqrt(view.zoom)));
  context.globalAlpha = 0.75;
  for (const [ink, colors] of map.inks.entries()) {
    context.fillStyle = colors[side()];
    context.beginPath();
    for (const [row, radius] of map.radii.entries()) {
      if (map.inkOf[row] !== ink) continue;
      const [x, y] = [screenX(row), screenY(row)];
      context.moveTo(x + radius * growth, y);
      context.arc(x, y, radius * growth, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.globalAlpha = 1;
  drawWords(context, growth);
}

function drawWords(context: CanvasRenderingContext2D, growth: number): void {
  const { text, paper } = map.paper[side()];
  context.font = FONT;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = paper;
  const space = new LabelSpace({ width: innerWidth, height: innerHeight });
  const panel = document.querySelector(".panel")?.getBoundingClientRect();
  if (panel) space.add(panel);
  let [placed, tried] = [0, 0];
  const label = (row: number) => {
    const [x, y] = [screenX(row), screenY(row)];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return;
    tried++;
    const word = shorten(map.words[row]!);
    const width = context.measureText(word).width;
    const gap = map.radii[row]! * growth + 3;
    const place = space.place({ x, y, width, height: LABEL_HEIGHT, gap, leader: row === marked });
    if (!place) return;
    placed++;
    context.fillStyle = row === marked ? MARK[side()] : text;
    context.strokeText(word, place.x, place.y);
    context.fillText(word, place.x, place.y);
  };
  if (marked >= 0) {
    context.strokeStyle = MARK[side()];
    context.beginPath();
    context.arc(screenX(marked), screenY(marked), map.radii[marked]! * growth + 4, 0, 2 * Math.PI);
    context.stroke();
    context.strokeStyle = paper;
    label(marked);
  }
  for (let row = 0; row < map.words.length && placed < MOST_LABELS && tried < MOST_TRIED; row++)
    if (row !== marked) label(row);
}

function shorten(word: string): string {
  const characters = [...word];
  return characters.length > 40 ? `${characters.slice(0, 39).join("")}…` : word;
}

/** The word nearest to a place on the screen; -1 where none is near. */
function wordAt(x: number, y: number): number {
  let [nearest, least] = [-1, REACH * REACH];
  for (let row = 0; row < map.words.length; row++) {
    const squares = (screenX(row) - x) ** 2 + (screenY(row) - y) ** 2;
    if (squares < least) [nearest, least] = [row, squares];
  }
  return nearest;
}

function describe(row: number): string {
  const parts = [map.words[row]!];
  const count = map.counts[row];
  if (count !== undefined) parts.push(`${count.toLocaleString("en-US")} times`);
  const meaning = map.inks[map.inkOf[row]!]?.meaning;
  if (meaning) parts.push(meaning);
  return parts.join(" · ");
}

function showHover(x: number, y: number): void {
  const row = wordAt(x, y);
  hover.hidden = row < 0;
  if (row < 0) return;
  hover.textContent = describe(row);
  hover.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - hover.offsetWidth - 4))}px`;
  hover.style.top = `${y + 16 + hover.offsetHeight > innerHeight ? y - 8 - hover.offsetHeight : y + 16}px`;
}

function zoomAt(x: number, y: number, factor: number): void {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, view.zoom * factor));
  view.x += (x - innerWidth / 2) * (1 / view.zoom - 1 / zoom);
  view.y += (y - innerHeight / 2) * (1 / view.zoom - 1 / zoom);
  view.zoom = zoom;
  redraw();
}

function goTo(row: number): void {
  marked = row;
  view.x = map.places[2 * row]!;
  view.y = map.places[2 * row + 1]!;
  view.zoom = Math.max(view.zoom, 3);
  status.textContent = describe(row);
  redraw();
}

/** Words that begin with the text, then those that have it. */
function find(text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const rows = [...map.words.keys()].filter((row) =>
    map.words[row]!.toLowerCase().includes(wanted),
  );
  const rank = (row: number) => {
    const word = map.words[row]!.toLowerCase();
    return word === wanted ? 0 : word.startsWith(wanted) ? 1 : 2;
  };
  return rows.sort((a, b) => rank(a) - rank(b) || a - b);
}

function search(text: string): void {
  const rows = find(text);
  found.replaceChildren(
    ...rows.slice(0, MOST_FOUND).map((row) => {
      const button = document.createElement("button");
      button.textContent = map.words[row]!;
      button.addEventListener("click", () => goTo(row));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  marked = rows[0] ?? -1;
  status.textContent =
    text.trim() === ""
      ? whole()
      : rows.length === 0
        ? `No word on this map has “${text.trim()}” in it.`
        : `${rows.length.toLocaleString("en-US")} ${rows.length === 1 ? "word" : "words"}; Enter goes to the first`;
  redraw();
}

const whole = () =>
  `${map.words.length.toLocaleString("en-US")} words. Drag to move, scroll to zoom.`;

function legend(): HTMLElement {
  const list = document.createElement("ul");
  list.className = "legend";
  for (const ink of map.inks) {
    if (ink.meaning === "") continue;
    const dot = document.createElement("canvas");
    [dot.width, dot.height] = [18, 18];
    const paint = () => {
      const context = dot.getContext("2d");
      if (!context) return;
      context.clearRect(0, 0, 18, 18);
      context.fillStyle = ink[side()];
      context.arc(9, 9, 8, 0, 2 * Math.PI);
      context.fill();
    };
    paint();
    darkness.addEventListener("change", paint);
    const item = document.createElement("li");
    item.append(dot, ink.meaning);
    list.append(item);
  }
  return list;
}

function start(): void {
  const panel = document.createElement("div");
  panel.className = "panel";
  const title = document.createElement("h1");
  title.textContent = map.title;
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Find a word";
  input.setAttribute("aria-label", "Find a word");
  status.setAttribute("role", "status");
  status.textContent = whole();
  hover.className = "hover";
  hover.hidden = true;
  canvas.setAttribute("role", "img");
  canvas.setAttribute(
    "aria-label",
    `${map.title}: ${whole()} Arrow keys move, + and - zoom, 0 shows all.`,
  );
  canvas.tabIndex = 0;
  panel.append(title, input, found, status, legend());
  document.body.append(canvas, panel, hover);

  input.addEventListener("input", () => search(input.value));
  input.addEventListener("keydown", (event) => {
    const [first] = find(input.value);
    if (event.key === "Enter" && first !== undefined) goTo(first);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons === 0) return showHover(event.clientX, event.clientY);
    hover.hidden = true;
    view.x -= event.movementX / view.zoom;
    view.y -= event.movementY / view.zoom;
    redraw();
  });
  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointerleave", () => (hover.hidden = true));
  canvas.addEventListener("dblclick", (event) => zoomAt(event.clientX, event.clientY, 2));
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY / 400));
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    const step = 60 / view.zoom;
    if (event.key === "ArrowLeft") view.x -= step;
    else if (event.key === "ArrowRight") view.x += step;
    else if (event.key === "ArrowUp") view.y -= step;
    else if (event.key === "ArrowDown") view.y += step;
    else if (event.key === "+") zoomAt(innerWidth / 2, innerHeight / 2, ZOOM_STEP);
    else if (event.key === "-") zoomAt(innerWidth / 2, innerHeight / 2, 1 / ZOOM_STEP);
    else if (event.key === "0") showWhole();
    else return;
    redraw();
  });
  addEventListener("resize", redraw);
  darkness.addEventListener("change", redraw);
  showWhole();
  redraw();
}

start();
