/** The page's entry: joins host, channel, state and elements. */
import "vscode-jsonrpc/browser"; // gives vscode-jsonrpc its timers and text encoders
import { openChannel } from "../src/protocol/channel.ts";
import { PAGE_METHODS, type PageEvents, type PageRequests } from "../src/protocol/pageMessages.ts";
import { App } from "./components/app.ts";
import { Explorer } from "./explorer.ts";
import { editorHost, hostTransport } from "./host.ts";
import { fromSaved, toSaved } from "./savedState.ts";
import { CompareReader } from "./compare/compareReader.ts";
import { ContextReader } from "./meaning/contextReader.ts";
import { SensesReader } from "./meaning/sensesReader.ts";
import { Tabs } from "./meaning/tabs.ts";
import { Store } from "./store.ts";

const host = editorHost();
const store = new Store(fromSaved(host.getState()));
const channel = openChannel<object, PageRequests, PageEvents, object>(
  hostTransport(host, crypto.randomUUID()),
  {
    handlers: {},
    listeners: {
      stateChanged: (panel) => explorer.panelChanged(panel),
      viewWanted: () => explorer.views.keep(),
      projectionChanged: (snapshot) => {
        explorer.map.progressed(snapshot);
        compare.progressed(snapshot);
      },
    },
    methods: PAGE_METHODS,
    onError: (error) => store.update((s) => ({ ...s, problem: error.message })),
  },
);
const explorer = new Explorer(channel.calls, store);
const context = new ContextReader(channel.calls, store);
const senses = new SensesReader(channel.calls, store);
const showWord = (word: string) => explorer.showWord(word);
const compare = new CompareReader(channel.calls, store, showWord);
const tabs = new Tabs(store, { context, senses, compare }, showWord);

let saved = "";
store.subscribe((state) => {
  const next = toSaved(state);
  const text = JSON.stringify(next);
  if (text === saved) return;
  saved = text;
  host.setState(next);
});

const app = new App();
app.store = store;
app.explorer = explorer;
app.meaning = { context, senses, compare, tabs };
document.body.append(app);

void explorer.readState();
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void explorer.readState();
});
