/**
 * What a picture shows, in words and numbers alone: the chat draws it as a PNG, a page as an SVG. All that is in it
 * stands beside it as text too, so nobody needs the picture.
 */
export interface Chart {
  readonly title: string;
  /** A smaller line below the title: the business's zone, the days. */
  readonly note: string;
  /** Writes numbers as the reader's region does (`es-PY`). */
  readonly locale: string;
  /** From top to bottom. */
  readonly panels: readonly Panel[];
}

export type Panel =
  /** One bar a step, each the part of the first one that got so far. */
  | {
      readonly is: 'funnel';
      readonly title: string;
      readonly steps: readonly { readonly label: string; readonly value: number; readonly shown: string }[];
    }
  /** Counts along the time: columns for the first series, a line for another one. */
  | {
      readonly is: 'time';
      readonly title: string;
      readonly labels: readonly string[];
      readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
    };

export type PictureKind = 'png' | 'svg';
