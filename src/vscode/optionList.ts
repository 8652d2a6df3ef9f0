/** A list of options with their values, each of which opens a step of its own; its first item ends the work. */
import * as vscode from "vscode";
import { askPick, type Step } from "./quickSteps.ts";

/** One option as the list shows it. */
export interface OptionListRow<Options> {
  readonly name: string;
  readonly label: string;
  /** Its value, in words. */
  readonly value: string;
  readonly help: string;
  /** Whether somebody has set it. */
  readonly isSet: boolean;
  /** Asks for another value. */
  readonly edit: (options: Options) => Promise<Step<Options>>;
}

/** What a list asks about. */
export interface OptionList<Options> {
  readonly title: string;
  readonly placeholder: string;
  /** Of the item that goes on with the options as they are. */
  readonly doneLabel: string;
  /** The rows that have a say with these options, under headings. */
  readonly listGroups: (
    options: Options,
  ) => readonly { readonly label: string; readonly rows: readonly OptionListRow<Options>[] }[];
}

interface RowItem<Options> extends vscode.QuickPickItem {
  /** Absent on the item that ends the list's work. */
  readonly row?: OptionListRow<Options>;
}

/** Lets the user change options until they are good to go on with. */
export async function editOptionList<Options>(
  list: OptionList<Options>,
  start: Options,
): Promise<Step<Options>> {
  let options = start;
  let last: string | undefined;
  for (;;) {
    const items = listItems(list, options);
    const picked = await askPick<RowItem<Options>>({
      title: list.title,
      placeholder: list.placeholder,
      items,
      active: items.find(({ row }) => row !== undefined && row.name === last),
      canGoBack: true,
    });
    if (picked === undefined || picked === "back") return picked;
    if (picked.row === undefined) return options;
    last = picked.row.name;
    const changed = await picked.row.edit(options);
    if (changed === undefined) return undefined;
    if (changed !== "back") options = changed;
  }
}

function listItems<Options>(list: OptionList<Options>, options: Options): RowItem<Options>[] {
  return [
    { label: `$(play) ${list.doneLabel}`, alwaysShow: true },
    ...list.listGroups(options).flatMap(({ label, rows }): RowItem<Options>[] => [
      { label, kind: vscode.QuickPickItemKind.Separator },
      ...rows.map((row) => ({
        row,
        label: row.label,
        description: row.isSet ? `$(edit) ${row.value}` : row.value,
        detail: row.help,
      })),
    ]),
  ];
}
