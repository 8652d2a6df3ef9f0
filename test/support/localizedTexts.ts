// Reads from the sources which texts they have translated.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The texts that sources hand to a localizer, and the calls whose text cannot be read. */
export interface LocalizedTexts {
  /** Each text with the place of its first call, `file:line`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly unreadable: readonly string[];
}

/**
 * Finds the calls of a localizer's `t` in the TypeScript files of a folder.
 *
 * A text may be a literal, literals joined by `+`, one of two by a condition, or a constant of the same file that is one of these.
 */
export function readLocalizedTexts(folder: string): LocalizedTexts {
  const texts = new Map<string, string>();
  const unreadable: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!name.endsWith(".ts")) continue;
    const code = readFileSync(join(folder, name), "utf8");
    if (!code.includes(".t(")) continue; // most files call no localizer, and to parse them takes seconds
    const found = readLocalizedTextsOf(name, code);
    for (const [text, place] of found.texts) if (!texts.has(text)) texts.set(text, place);
    unreadable.push(...found.unreadable);
  }
  return { texts, unreadable };
}

/** Finds the calls of a localizer's `t` in one source; `name` is its file's. */
export function readLocalizedTextsOf(name: string, code: string): LocalizedTexts {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
  const constants = readConstants(source);
  const texts = new Map<string, string>();
  const unreadable: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isLocalizer(node.expression)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const read = node.arguments[0] && readText(node.arguments[0], constants);
      if (!read) unreadable.push(`${name}:${line}: ${node.getText()}`);
      for (const text of read ?? []) if (!texts.has(text)) texts.set(text, `${name}:${line}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { texts, unreadable };
}

/** `l10n.t` or `vscode.l10n.t`; any other owner of a `t` counts too, so that no localizer hides behind a new name. */
function isLocalizer(called: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(called) && called.name.text === "t";
}

/** The constants of a source, at any depth; a name that stands for two things stands for none. */
function readConstants(source: ts.SourceFile): ReadonlyMap<string, ts.Expression | null> {
  const constants = new Map<string, ts.Expression | null>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) {
      const name = node.name.getText();
      const isConstant = (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
      const value = isConstant ? (node.initializer ?? null) : null;
      constants.set(name, constants.has(name) ? null : value);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return constants;
}

/** The texts that an expression may have; none where that cannot be told. */
function readText(
  node: ts.Expression,
  constants: ReadonlyMap<string, ts.Expression | null>,
): readonly string[] | null {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return readText(node.expression, constants);
  if (ts.isConditionalExpression(node)) {
    const [yes, no] = [readText(node.whenTrue, constants), readText(node.whenFalse, constants)];
    return yes && no && [...yes, ...no];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [readText(node.left, constants), readText(node.right, constants)];
    return left && right && left.flatMap((start) => right.map((end) => start + end));
  }
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    // A constant that names itself cannot be read; without its name it ends.
    const others = new Map([...constants].filter(([name]) => name !== node.text));
    return value ? readText(value, others) : null;
  }
  return null;
}
