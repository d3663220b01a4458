/** What the program sends to the panel's page: the one thing that both know. Words are ready to be shown. */

export interface PanelAct {
  readonly label: string;
  /** Sent back as it is: the grammar of the chat's buttons. */
  readonly act: string;
  readonly style?: 'danger';
  /** Asked before it is done. */
  readonly confirm?: string;
  /** Needs the admin password. */
  readonly password?: boolean;
}

export interface PanelCampaign {
  readonly id: number;
  readonly name: string;
  /** What goes on, in a line, then what explains it. */
  readonly lines: readonly string[];
  readonly percent: number;
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  readonly acts: readonly PanelAct[];
}

export interface PanelView {
  readonly language: string;
  /** `14:28`: when this was so. */
  readonly at: string;
  readonly link: {
    /** Word for the state. */
    readonly state: string;
    readonly title: string;
    readonly detail: string | null;
    /** A picture of the code that waits for a phone, as a data address. */
    readonly qr: string | null;
    /** The eight letters that wait for a phone. */
    readonly letters: string | null;
    readonly acts: readonly PanelAct[];
    /** The page may ask for a number, and send it with this. */
    readonly askNumber: PanelAct | null;
  };
  readonly campaigns: readonly PanelCampaign[];
  readonly today: string;
  readonly next: readonly string[];
  readonly last: readonly { readonly line: string; readonly act: PanelAct }[];
  readonly account: readonly string[];
  readonly more: readonly PanelAct[];
  /** Telegram's bottom button: the one fitting act, if there is one. */
  readonly main: PanelAct | null;
}

/** Figures of a stretch of time: a picture, and the same in lines. */
export interface PanelStats {
  readonly lines: readonly string[];
  /** As a data address; null when it could not be drawn. */
  readonly picture: string | null;
}
