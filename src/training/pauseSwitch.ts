// Lets whoever started a training hold it for a while.

/** Whether a training shall stand still. */
export class PauseSwitch {
  #isOn = false;
  #listener: (() => void) | undefined;

  /** Whether the training shall stand still. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Pauses the training or lets it go on. */
  set(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    this.#listener?.();
  }

  /** Says who is told of a change; the one training that this switch is for. */
  listen(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }
}
