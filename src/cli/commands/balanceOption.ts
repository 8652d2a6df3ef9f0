/** The option that weighs what words mean here against what they mean in general. */
import type { Balance } from "../../protocol/groundingMessages.ts";
import { UsageError } from "../arguments.ts";

export const BALANCE_OPTION = {
  kind: "text",
  short: "b",
  placeholder: "N|auto",
  help: "0 for what words mean in this text, 1 for what they mean in general, or between; auto takes the general meaning as far as a word’s uses do not contradict it (the default where the model has general vectors)",
} as const;

/** The balance that an option names. Errors: `UsageError`. */
export function toBalance(text: string | undefined): { readonly balance?: Balance } {
  if (text === undefined) return {};
  if (text === "auto") return { balance: text };
  const balance = Number(text);
  if (text.trim() !== "" && balance >= 0 && balance <= 1) return { balance };
  throw new UsageError(`--balance cannot be "${text}": give a number from 0 to 1, or auto.`);
}
