/** What the page and the host say of views that the user keeps. */

/** The longest view that the page may have kept, in UTF-16 units. */
export const MAXIMUM_VIEW = 200_000;

/** A view that is to be shown again. */
export interface ViewRequest {
  /** A new number means: show it now. */
  readonly serial: number;
  /** Shown only of this model. */
  readonly modelPath: string;
  /** What the page has given to be kept. */
  readonly view: string;
}

/** Page → host. */
export interface ViewRequests {
  /** Asks the user for a name, and keeps what the page shows; `isKept` is false where the user has thought better of it. */
  keepView: {
    params: { readonly title: string; readonly view: string };
    result: { readonly isKept: boolean };
  };
  /** Shows a view that was kept, of the model that it was kept of. */
  openView: { params: { readonly name: string }; result: object };
}

/** Host → page. */
export interface ViewEvents {
  /** A command keeps what the page shows. */
  viewWanted: object;
}

/** The methods of this part. */
export const VIEW_METHODS = [
  "keepView",
  "openView",
] as const satisfies readonly (keyof ViewRequests)[];
